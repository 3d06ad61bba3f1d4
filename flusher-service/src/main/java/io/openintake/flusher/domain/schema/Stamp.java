package io.openintake.flusher.domain.schema;

/**
 * What the broker says about a record.
 *
 * @param timestampMs when it was appended, milliseconds since the epoch
 */
public record Stamp(int partition, long offset, long timestampMs) {
    /** The column of the broker's time, in every table that we create. */
    public static final String TIME_COLUMN = "__intake_ts";

    static final String PARTITION_COLUMN = "__intake_partition";
    static final String OFFSET_COLUMN = "__intake_offset";
}
