package io.openintake.audit.domain;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the log says: the flusher's state, the ends of the intake topic, the dead letters.
 *
 * @param stateTopicId the Kafka topic that the positions count in
 * @param at position and totals per partition
 * @param tableUuid the table of the last commit; empty before there is one
 * @param head the last commit; empty text before there is one
 * @param pending the commit that is under way; empty when none is
 * @param problem a verdict that waits for a person; empty when there is none
 * @param topicId the intake topic's id now
 * @param ends first and next offset per partition of the intake topic
 */
public record LogFacts(
        String stateTopicId,
        SortedMap<Integer, Totals> at,
        String tableUuid,
        String head,
        Optional<String> pending,
        Optional<String> problem,
        String topicId,
        SortedMap<Integer, Ends> ends,
        DeadLetters deadLetters) {
    public LogFacts {
        at = new TreeMap<>(at);
        ends = new TreeMap<>(ends);
    }

    /** What the flusher counted while it wrote. */
    public record Totals(long to, long rows, long dead, long skipped, long other, long lost) {
        long sum() {
            return rows + dead + skipped + other + lost;
        }
    }

    /** The offsets that a partition holds, {@code next} exclusive. */
    public record Ends(long first, long next) {}

    /**
     * The dead letter topic.
     *
     * @param complete whether nothing has passed its retention yet
     */
    public record DeadLetters(List<Letter> letters, boolean complete) {
        public DeadLetters {
            letters = List.copyOf(letters);
        }
    }

    /** Where a dead letter comes from, and where it lies. */
    public record Letter(int partition, long offset, long at) {}

    Totals totals(int partition) {
        return at.getOrDefault(partition, new Totals(0, 0, 0, 0, 0, 0));
    }

    /** A column of the totals, summed over partitions. */
    public long total(java.util.function.ToLongFunction<Totals> column) {
        return at.values().stream().mapToLong(column).sum();
    }

    /** Offsets that were ever given out. */
    public long accepted() {
        return ends.values().stream().mapToLong(Ends::next).sum();
    }

    /** Offsets that wait in the topic. */
    public long backlog() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(
                        0,
                        end.getValue().next()
                                - Math.max(
                                        end.getValue().first(),
                                        totals(end.getKey()).to())))
                .sum();
    }
}
