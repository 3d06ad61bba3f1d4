package io.openintake.flusher.app;

import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.ReasonCode;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** From a batch's bytes to data files and dead letters; works on one batch and is not shared between threads. */
public interface BatchConversion {
    /**
     * First pass: what the batch asks of the table. Reads every record, writes nothing.
     *
     * @param table absent when there is none yet
     */
    Survey survey(Batch batch, Optional<LoadedTable> table, Policies policies);

    /**
     * Second pass: writes rows to data files and sorts out dead letters. Files that were written when it fails stay
     * behind as orphans: the flusher deletes nothing. {@link ConversionFailed} when storage fails, or when the table
     * lacks columns that the survey asked for: load, survey and evolve again.
     */
    Written write(Batch batch, IntakeTable connection, LoadedTable table, Policies policies);

    /** What becomes of a batch without rows while there is no table: dead letters only. */
    Written judge(Batch batch, Policies policies);

    /**
     * Why the record cannot become a row of the table as it is now; empty when it can.
     *
     * @param table absent when there is none
     */
    Optional<DeadLetter> explained(SourceRecord record, Optional<LoadedTable> table, Policies policies);

    /** What is worth showing about the batch that was last written; changes nothing about it. */
    default Facts facts() {
        return Facts.NONE;
    }

    /**
     * What was left out or rounded, by policy.
     *
     * @param ignoredValues of fields that the table lacks
     * @param ignoredFields their full names, the first 100
     * @param roundedFractions stored as the nearest double, with more digits than it is sure to keep
     */
    record Facts(long ignoredValues, SortedSet<String> ignoredFields, long roundedFractions) {
        public static final Facts NONE = new Facts(0, new TreeSet<>(), 0);
    }

    /**
     * What the batch asks of the table.
     *
     * @param hasRows whether any record can become a row
     * @param addition the schema to create, or what is to be added; empty when the table is right as it is
     */
    record Survey(boolean hasRows, Optional<SchemaAddition> addition) {}

    /** A schema to create or to add, opaque to the protocol; the conversion and the table agree on it. */
    interface SchemaAddition {}

    /**
     * What became of the batch.
     *
     * @param rows per partition, counted as they were written
     * @param deadLetters in order of partition and offset
     * @param skipped per partition
     */
    record Written(
            List<DataFileHandle> files,
            SortedMap<Integer, Long> rows,
            List<DeadLetter> deadLetters,
            SortedMap<Integer, Long> skipped,
            long newestTimestampMs) {}

    /** A data file that was written and closed, opaque to the protocol. */
    interface DataFileHandle {
        String location();

        long rows();

        long bytes();
    }

    /**
     * A record that cannot become a row.
     *
     * @param pointer RFC 6901, empty for the whole message
     * @param message at most 512 bytes of UTF-8, without payload
     */
    record DeadLetter(int partition, long offset, ReasonCode reason, String pointer, String message) {}

    /** How a table that we create is partitioned, already parsed or refused. */
    sealed interface PartitionSpecCheck {
        record Applicable(Partitioning partitioning) implements PartitionSpecCheck {}

        record Refused(String message) implements PartitionSpecCheck {}
    }
}
