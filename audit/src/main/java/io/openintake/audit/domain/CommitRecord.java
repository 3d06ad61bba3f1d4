package io.openintake.audit.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A commit of the intake, as the summary of its snapshot tells it.
 *
 * @param topicId the Kafka topic that its offsets count in; empty text in commits of early versions
 * @param from first offset per partition
 * @param to one past the last offset per partition; empty when the commit only took the table over
 * @param counts what the offsets became; empty in commits of early versions
 */
public record CommitRecord(
        String id,
        String topicId,
        SortedMap<Integer, Long> from,
        SortedMap<Integer, Long> to,
        Optional<Counts> counts) {
    public CommitRecord {
        from = new TreeMap<>(from);
        to = new TreeMap<>(to);
    }

    /** What a batch's offsets became. */
    public record Counts(long rows, long dead, long skipped, long other) {
        long total() {
            return rows + dead + skipped + other;
        }
    }

    /** The offsets of the batch. */
    public List<OffsetRange> ranges() {
        List<OffsetRange> ranges = new ArrayList<>();
        to.forEach((partition, end) -> ranges.add(new OffsetRange(partition, from.getOrDefault(partition, 0L), end)));
        return ranges;
    }

    /** How many offsets the batch has. */
    public long width() {
        return ranges().stream().mapToLong(OffsetRange::width).sum();
    }

    boolean hasBatch() {
        return !to.isEmpty();
    }

    @Override
    public String toString() {
        return "commit %s (%s)".formatted(id, OffsetRange.text(ranges()));
    }
}
