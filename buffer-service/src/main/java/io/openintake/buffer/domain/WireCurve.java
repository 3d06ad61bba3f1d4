package io.openintake.buffer.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many wire bytes lie below each offset of a partition, as the gateways have reported it. Only they see compressed
 * sizes, and each only its own part; where the curve has a hole, the partition's mean size fills it. The curve may be
 * somewhat wrong and drifts back, because the number of messages always comes from offsets.
 */
public final class WireCurve {
    /** Points kept; beyond it every second one goes, and the curve is drawn straight in between. */
    static final int MAX_POINTS = 256;
    /** Gateway processes remembered per partition; a process that comes back after that counts as new. */
    static final int MAX_GATEWAYS = 64;

    private final long[] offsets = new long[MAX_POINTS];
    private final long[] records = new long[MAX_POINTS];
    private final long[] bytes = new long[MAX_POINTS];
    private final long[] timesMs = new long[MAX_POINTS];
    private int points;
    private final Map<String, Counters> gateways = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counters> eldest) {
            return size() > MAX_GATEWAYS;
        }
    };

    private record Counters(long records, long bytes) {}

    /** The curve of an empty partition. */
    public WireCurve() {
        points = 1;
    }

    /**
     * Adds what a gateway process has counted since it started; a report that was seen before changes nothing.
     *
     * @param endOffset one past the highest offset acknowledged to it
     * @param time when it said so, for {@link #since}
     */
    public void add(String gateway, long endOffset, long recordsSoFar, long bytesSoFar, Instant time) {
        Counters known = gateways.get(gateway);
        long end = Math.max(endOffset, offsets[points - 1]);
        long newRecords;
        long newBytes;
        if (known == null) {
            // Its earlier reports may have expired: count no more records than there are offsets without one.
            newRecords = Math.clamp(end - offsets[0] - (records[points - 1] - records[0]), 0, recordsSoFar);
            newBytes = share(bytesSoFar, newRecords, recordsSoFar);
        } else if (recordsSoFar > known.records && bytesSoFar >= known.bytes) {
            newRecords = recordsSoFar - known.records;
            newBytes = bytesSoFar - known.bytes;
        } else {
            return;
        }
        gateways.put(gateway, new Counters(recordsSoFar, bytesSoFar));
        extend(end, newRecords, newBytes, time);
    }

    /** The wire bytes of the offsets [from, to); unknown records have the mean size, else the given one. */
    public long bytesBetween(long from, long to, long sizeIfUnknown) {
        long messages = to - from;
        if (messages <= 0) {
            return 0;
        }
        double knownRecords = at(records, to) - at(records, from);
        double knownBytes = at(bytes, to) - at(bytes, from);
        double sum = knownRecords >= messages
                ? knownBytes * messages / knownRecords
                : knownBytes + (messages - knownRecords) * meanSize(sizeIfUnknown);
        return Math.round(sum);
    }

    /** When the record at this offset was reported, as far as it was; empty when it was not. */
    public Optional<Instant> since(long offset) {
        for (int i = 1; i < points; i++) {
            if (offsets[i] > offset) {
                return Optional.of(Instant.ofEpochMilli(timesMs[i]));
            }
        }
        return Optional.empty();
    }

    /** Forgets what only concerns offsets below this one. */
    public void forgetBelow(long offset) {
        int gone = 0;
        while (gone + 1 < points && offsets[gone + 1] <= offset) {
            gone++;
        }
        if (gone > 0) {
            for (long[] column : columns()) {
                System.arraycopy(column, gone, column, 0, points - gone);
            }
            points -= gone;
        }
    }

    /** One past the highest offset reported. */
    public long end() {
        return offsets[points - 1];
    }

    int points() {
        return points;
    }

    private void extend(long end, long newRecords, long newBytes, Instant time) {
        int last = points - 1;
        if (end == offsets[last]) {
            records[last] += newRecords;
            bytes[last] += newBytes;
            return;
        }
        if (points == MAX_POINTS) {
            thin();
            last = points - 1;
        }
        offsets[points] = end;
        records[points] = records[last] + newRecords;
        bytes[points] = bytes[last] + newBytes;
        timesMs[points] = time.toEpochMilli();
        points++;
    }

    private void thin() {
        int kept = 0;
        for (int i = 0; i < points; i++) {
            if (i % 2 == 0 || i == points - 1) {
                for (long[] column : columns()) {
                    column[kept] = column[i];
                }
                kept++;
            }
        }
        points = kept;
    }

    private double at(long[] column, long offset) {
        if (offset <= offsets[0]) {
            return column[0];
        }
        if (offset >= offsets[points - 1]) {
            return column[points - 1];
        }
        int found = Arrays.binarySearch(offsets, 0, points, offset);
        if (found >= 0) {
            return column[found];
        }
        int right = -found - 1;
        int left = right - 1;
        double part = (double) (offset - offsets[left]) / (offsets[right] - offsets[left]);
        return column[left] + part * (column[right] - column[left]);
    }

    private double meanSize(long ifUnknown) {
        long known = records[points - 1];
        return known == 0 ? ifUnknown : (double) bytes[points - 1] / known;
    }

    private static long share(long whole, long part, long of) {
        return of == 0 ? 0 : Math.round((double) whole * part / of);
    }

    private long[][] columns() {
        return new long[][] {offsets, records, bytes, timesMs};
    }
}
