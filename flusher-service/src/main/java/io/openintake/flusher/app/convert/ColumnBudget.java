package io.openintake.flusher.app.convert;

import io.openintake.flusher.domain.schema.Judge;
import io.openintake.flusher.domain.schema.SchemaChange;
import io.openintake.flusher.domain.schema.TableShape;
import java.util.List;

/**
 * How many columns a batch may still bring. Columns that an earlier survey of the same batch asked for, and that the
 * table has by now, stay counted: otherwise a batch that hit the limit would add as many again with each survey.
 */
record ColumnBudget(int spent, SchemaChange asked) {
    private static final SchemaChange NOTHING = new SchemaChange(List.of(), List.of());

    static ColumnBudget untouched() {
        return new ColumnBudget(0, NOTHING);
    }

    ColumnBudget planned(Judge judge) {
        return new ColumnBudget(spent, judge.change());
    }

    ColumnBudget spentOn(TableShape table) {
        return new ColumnBudget(spent + asked.presentIn(table.columns()), NOTHING);
    }

    int left() {
        return Math.max(0, Judge.MAX_NEW_COLUMNS - spent);
    }
}
