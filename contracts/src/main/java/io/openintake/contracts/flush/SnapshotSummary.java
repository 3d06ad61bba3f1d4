package io.openintake.contracts.flush;

/** Keys of the snapshot summary of each of our commits: for audit, and for readers who ask how complete a table is. */
public final class SnapshotSummary {
    public static final String INTAKE = "openintake.intake-id";
    public static final String COMMIT = "openintake.commit-id";
    /** Positions before the batch, {@code {"0":123}}. */
    public static final String FROM = "openintake.from";
    /** Positions after the batch. */
    public static final String TO = "openintake.to";
    /** The Kafka topic id that the positions count in. */
    public static final String TOPIC_ID = "openintake.topic-id";
    /** How many offsets of the batch are rows of this commit, counted when it was decided. */
    public static final String ROWS = "openintake.rows";
    /** How many offsets of the batch became dead letters. */
    public static final String DEAD_LETTERS = "openintake.dead-letters";
    /** How many offsets of the batch were dropped by the intake's error policy. */
    public static final String SKIPPED = "openintake.skipped";
    /** How many offsets of the batch are no records: transaction markers, aborted replays. */
    public static final String OTHER = "openintake.other";
    /** Every record stamped before this is in; ISO-8601. */
    public static final String VALID_THROUGH = "openintake.valid-through-ts";

    private SnapshotSummary() {}
}
