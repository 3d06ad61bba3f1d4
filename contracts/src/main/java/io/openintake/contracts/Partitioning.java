package io.openintake.contracts;

import java.util.List;

/** How a table that an intake creates is partitioned; an existing table keeps its spec. */
public sealed interface Partitioning {
    /** Not at all. */
    record None() implements Partitioning {}

    /** By {@code day(__intake_ts)}. */
    record IntakeTime() implements Partitioning {}

    /**
     * By the owner's expressions.
     *
     * @param expressions Iceberg partition expressions such as {@code bucket(16, id)}, as they were given
     */
    record Manual(List<String> expressions) implements Partitioning {
        public Manual {
            expressions = List.copyOf(expressions);
        }
    }
}
