package io.openintake.contracts.flush;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Offsets [from, to) of one partition. */
public record OffsetRange(int partition, long from, long to) {
    public OffsetRange {
        if (partition < 0 || from < 0 || to < from) {
            throw new IllegalArgumentException("no range: partition=" + partition + " from=" + from + " to=" + to);
        }
    }

    /** The ranges that lead from some positions to others, in order of partition; what does not move is left out. */
    public static List<OffsetRange> between(SortedMap<Integer, Long> from, SortedMap<Integer, Long> to) {
        return to.entrySet().stream()
                .map(end -> new OffsetRange(
                        end.getKey(), Math.min(from.getOrDefault(end.getKey(), 0L), end.getValue()), end.getValue()))
                .filter(range -> range.to() > range.from())
                .toList();
    }

    /** For people: {@code 0:100..139, 1:7..9}, the last offset included; {@code none} when there are none. */
    public static String text(List<OffsetRange> ranges) {
        return ranges.isEmpty()
                ? "none"
                : ranges.stream()
                        .map(range -> range.partition() + ":" + range.from() + ".." + (range.to() - 1))
                        .collect(Collectors.joining(", "));
    }
}
