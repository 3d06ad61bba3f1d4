package io.openintake.contracts.flush;

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
 */
public record FlushState(
        long version,
        String topicId,
        String clusterId,
        SortedMap<Integer, Position> at,
        Optional<TableHead> table,
        Optional<Pending> pending,
        Optional<Problem> problem) {
    public FlushState {
        at = new TreeMap<>(at);
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

    /**
     * A verdict such as {@code data-loss-suspected} or {@code commit-unknown}.
     *
     * @param code stable kebab-case
     * @param detail exact offsets or commit id, for people
     */
    public record Problem(String code, String detail) {}
}
