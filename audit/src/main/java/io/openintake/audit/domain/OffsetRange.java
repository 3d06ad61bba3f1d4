package io.openintake.audit.domain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** A run of offsets of one partition, {@code to} exclusive. */
public record OffsetRange(int partition, long from, long to) {
    /** How many runs a text names; the rest is counted. */
    private static final int MAX_NAMED = 20;

    /** How many offsets it holds. */
    public long width() {
        return to - from;
    }

    @Override
    public String toString() {
        return to - from == 1
                ? "partition %d offset %d".formatted(partition, from)
                : "partition %d offsets %d..%d".formatted(partition, from, to - 1);
    }

    static String text(List<OffsetRange> ranges) {
        if (ranges.isEmpty()) {
            return "no offsets";
        }
        String named =
                ranges.stream().limit(MAX_NAMED).map(OffsetRange::toString).collect(Collectors.joining(", "));
        int more = ranges.size() - MAX_NAMED;
        return more > 0 ? named + " and " + more + " more runs" : named;
    }

    /** The runs of set bits. */
    static List<OffsetRange> of(int partition, BitSet offsets) {
        List<OffsetRange> runs = new ArrayList<>();
        for (int from = offsets.nextSetBit(0); from >= 0; ) {
            int to = offsets.nextClearBit(from);
            runs.add(new OffsetRange(partition, from, to));
            from = offsets.nextSetBit(to);
        }
        return runs;
    }
}
