package io.openintake.flusher.domain.schema;

import io.openintake.contracts.Policies.Evolution;
import java.util.List;
import java.util.Set;

/**
 * A table as the conversion sees it.
 *
 * @param retired full names (dots between levels) of older schemas that the current one lacks: somebody dropped or
 *     renamed them, so they are never added again
 */
public record TableShape(Struct columns, Set<String> retired, Author author) {
    /** What a table that is yet to be created has before any message was seen. */
    public static final TableShape NEW = new TableShape(
            new Struct(List.of(Column.ofBatch(Stamp.TIME_COLUMN, ColumnType.Simple.TIMESTAMPTZ))),
            Set.of(),
            Author.INTAKE);

    public TableShape {
        retired = Set.copyOf(retired);
    }

    /** Who created the table. */
    public enum Author {
        INTAKE,
        OTHERS
    }

    /** The columns that are there already: none of a table that is yet to be created. */
    Struct existing() {
        return columns.fresh() == columns.size() ? Struct.empty() : columns;
    }

    /** The policy with "by-table" decided. */
    public Evolution decide(Evolution policy) {
        return switch (policy) {
            case ADD, IGNORE, REJECT -> policy;
            case BY_TABLE -> author == Author.INTAKE ? Evolution.ADD : Evolution.IGNORE;
        };
    }
}
