package io.openintake.flusher.domain;

/**
 * One partition's part of a batch: offsets [from, to).
 *
 * @param records how many of the offsets are records; the others are transaction markers and aborted replays
 */
public record Extent(long from, long to, long records) {
    public Extent {
        if (from < 0 || to < from || records < 0 || records > to - from) {
            throw new IllegalArgumentException("no extent: from=" + from + " to=" + to + " records=" + records);
        }
    }

    long other() {
        return to - from - records;
    }
}
