package io.openintake.flusher.domain;

import io.openintake.contracts.flush.OffsetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a batch's records, counted by what was written.
 *
 * @param dead in order of partition and offset
 */
public record Tally(SortedMap<Integer, Long> rows, SortedMap<Integer, Long> skipped, List<Dead> dead) {
    public Tally {
        rows = new TreeMap<>(rows);
        skipped = new TreeMap<>(skipped);
        dead = List.copyOf(dead);
    }

    /**
     * A record that becomes a dead letter.
     *
     * @param bytes of its key, value and headers
     */
    public record Dead(int partition, long offset, String reason, long bytes) {}

    long allRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    long allSkipped() {
        return skipped.values().stream().mapToLong(Long::longValue).sum();
    }

    SortedMap<String, OffsetSet> deadOf(int partition) {
        return byReason(
                dead.stream().filter(one -> one.partition() == partition).toList());
    }

    /** Where the batch must end so that its dead letters keep the limits; empty when they do. */
    Optional<SortedMap<Integer, Long>> cut(SortedMap<Integer, Extent> extents, FlushLimits limits) {
        int kept = 0;
        long bytes = 0;
        while (kept < dead.size() && kept < limits.deadLetters()) {
            bytes += dead.get(kept).bytes();
            if (bytes > limits.deadLetterBytes() && kept > 0) {
                break;
            }
            kept++;
        }
        while (kept > 1 && encodedBytes(dead.subList(0, kept)) > limits.intentBytes()) {
            kept /= 2;
        }
        return kept == dead.size() ? Optional.empty() : Optional.of(endsBefore(dead.get(kept), extents));
    }

    private static SortedMap<Integer, Long> endsBefore(Dead first, SortedMap<Integer, Extent> extents) {
        SortedMap<Integer, Long> ends = new TreeMap<>();
        extents.forEach((partition, extent) -> ends.put(
                partition,
                partition < first.partition()
                        ? extent.to()
                        : partition == first.partition() ? first.offset() : extent.from()));
        return ends;
    }

    private static int encodedBytes(List<Dead> some) {
        SortedMap<Integer, List<Dead>> byPartition = new TreeMap<>();
        some.forEach(one -> byPartition
                .computeIfAbsent(one.partition(), any -> new ArrayList<>())
                .add(one));
        return byPartition.values().stream()
                .flatMap(part -> byReason(part).entrySet().stream())
                .mapToInt(entry ->
                        entry.getKey().length() + entry.getValue().text().length())
                .sum();
    }

    private static SortedMap<String, OffsetSet> byReason(List<Dead> some) {
        SortedMap<String, List<Long>> offsets = new TreeMap<>();
        some.forEach(one ->
                offsets.computeIfAbsent(one.reason(), any -> new ArrayList<>()).add(one.offset()));
        SortedMap<String, OffsetSet> sets = new TreeMap<>();
        offsets.forEach((reason, list) -> sets.put(reason, new OffsetSet(list)));
        return sets;
    }
}
