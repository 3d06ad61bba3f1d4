package io.openintake.flusher.domain.schema;

import io.openintake.contracts.Policies;
import java.util.List;

/**
 * Decides which messages become rows and what they ask of the schema. It is fed a batch in order of partition and
 * offset, and everything it decides follows from that order, so that whoever reads the batch again decides the same.
 */
public final class Judge {
    /** Columns that one commit may add to a table that exists. */
    public static final int MAX_NEW_COLUMNS = 50;

    private final TableShape table;
    private final Growth.Rules rules;
    private Struct columns;

    /**
     * @param columnsLeft how many columns this batch may still bring
     */
    public Judge(TableShape table, Policies policies, int columnsLeft) {
        this.table = table;
        this.columns = table.columns();
        this.rules =
                new Growth.Rules(table.decide(policies.evolution()), policies.mismatch(), table.retired(), columnsLeft);
    }

    /** For the first batch of a table that is yet to be created. */
    public static Judge ofNewTable(Policies policies) {
        return new Judge(TableShape.NEW, policies, Growth.MAX_COLUMNS);
    }

    /** What a message comes to. */
    public sealed interface Verdict {
        /** It is a row of the columns as they are. */
        record Fits(Row row, Remarks remarks) implements Verdict {}

        /** It would be a row if the columns that it brings, or needs wider, were there. */
        record NeedsColumns(Struct columns) implements Verdict {}

        /** It is a dead letter. */
        record Unfit(Misfit misfit) implements Verdict {}
    }

    /**
     * What is worth counting about a row.
     *
     * @param ignored full names of fields that were left out by policy
     * @param rounded fractions with more digits than a double is sure to keep
     */
    public record Remarks(List<String> ignored, int rounded) {}

    /** Judges one message; nothing is remembered. */
    public Verdict judge(JsonValue.Members message, Stamp stamp) {
        return switch (Growth.grow(columns, message, rules)) {
            case Growth.Outcome.Refused refused -> new Verdict.Unfit(refused.misfit());
            case Growth.Outcome.Fits fits ->
                switch (Conversion.convert(fits.columns(), message, stamp)) {
                    case Conversion.Outcome.Refused refused -> new Verdict.Unfit(refused.misfit());
                    case Conversion.Outcome.Converted converted ->
                        fits.columns().equals(columns)
                                ? new Verdict.Fits(converted.row(), new Remarks(fits.ignored(), converted.rounded()))
                                : new Verdict.NeedsColumns(fits.columns());
                };
        };
    }

    /** Judges one message and takes the columns that it brings. */
    public Verdict learn(JsonValue.Members message, Stamp stamp) {
        Verdict verdict = judge(message, stamp);
        if (verdict instanceof Verdict.NeedsColumns needs) {
            columns = needs.columns();
        }
        return verdict;
    }

    /** What the messages so far ask of the table; everything when it is yet to be created. */
    public SchemaChange change() {
        return SchemaChange.between(table.existing(), columns);
    }
}
