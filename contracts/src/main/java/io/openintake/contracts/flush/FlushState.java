package io.openintake.contracts.flush;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The truth about an intake's positions, on {@code openintake.flush}; changed only in the owner's transactions, so read
 * it read-committed. Format: ADR 0005.
 *
 * @param version rises by one with every change
 * @param topicId the Kafka topic id that the positions count in
 * @param clusterId the Kafka cluster's id
 * @param at next offset to read and totals since offset 0, per partition
 * @param table our last commit; empty before there is one
 * @param pending the only commit that can be in doubt; empty when none can
 * @param problem a verdict that only the owner can write and a person must answer; empty when there is none
 * @param suspicion what may crash whoever converts it; empty when nothing is suspected
 */
public record FlushState(
        long version,
        String topicId,
        String clusterId,
        SortedMap<Integer, Position> at,
        Optional<TableHead> table,
        Optional<Pending> pending,
        Optional<Problem> problem,
        Optional<Suspicion> suspicion) {
    public FlushState {
        at = new TreeMap<>(at);
    }

    /** A state that suspects nothing. */
    public FlushState(
            long version,
            String topicId,
            String clusterId,
            SortedMap<Integer, Position> at,
            Optional<TableHead> table,
            Optional<Pending> pending,
            Optional<Problem> problem) {
        this(version, topicId, clusterId, at, table, pending, problem, Optional.empty());
    }

    /** An intake of which nothing was read yet. */
    public static FlushState initial(String topicId, String clusterId) {
        return new FlushState(
                0, topicId, clusterId, new TreeMap<>(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The position of a partition; a partition never seen before starts at 0. */
    public Position position(int partition) {
        return at.getOrDefault(partition, Position.START);
    }

    /** Where every partition stands. */
    public SortedMap<Integer, Long> ends() {
        SortedMap<Integer, Long> ends = new TreeMap<>();
        at.forEach((partition, position) -> ends.put(partition, position.to()));
        return ends;
    }

    /**
     * A verdict of which the codes are below.
     *
     * @param code stable kebab-case
     * @param detail exact offsets or commit id, for people
     * @param ranges the offsets it is about, for whoever answers
     */
    public record Problem(String code, String detail, List<OffsetRange> ranges) {
        /** The log starts after the position: the ranges are gone. */
        public static final String DATA_LOSS_SUSPECTED = "data-loss-suspected";
        /** The table cannot tell whether the pending commit, which brought the ranges, is in. */
        public static final String COMMIT_UNKNOWN = "commit-unknown";
        /** The log knows nothing of an intake that the table has the ranges of. */
        public static final String STATE_LOST = "state-lost";

        public Problem {
            ranges = List.copyOf(ranges);
        }

        /** A verdict about no particular offsets. */
        public Problem(String code, String detail) {
            this(code, detail, List.of());
        }

        /** Whether it is of this kind. */
        public boolean is(String other) {
            return code.equals(other);
        }
    }
}
