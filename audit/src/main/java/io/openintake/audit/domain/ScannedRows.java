package io.openintake.audit.domain;

import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows of a table by the partition and offset that stand in them, if the table has these columns. */
public final class ScannedRows {
    private final SortedMap<Integer, BitSet> once = new TreeMap<>();
    private final SortedMap<Integer, BitSet> again = new TreeMap<>();
    private long rows;
    private long located;

    /** No rows. */
    public static ScannedRows none() {
        return new ScannedRows();
    }

    /** A row that does not say where it comes from. */
    public void addUnlocated() {
        rows++;
    }

    /** A row of a partition's offset; offsets of 2^31 and more are not kept apart. */
    public void add(int partition, long offset) {
        rows++;
        if (offset < 0 || offset > Integer.MAX_VALUE) {
            return;
        }
        located++;
        BitSet seen = once.computeIfAbsent(partition, any -> new BitSet());
        if (seen.get((int) offset)) {
            again.computeIfAbsent(partition, any -> new BitSet()).set((int) offset);
        }
        seen.set((int) offset);
    }

    /** All rows that were read. */
    public long rows() {
        return rows;
    }

    /** Those that say where they come from. */
    public long located() {
        return located;
    }

    SortedMap<Integer, BitSet> seen() {
        return once;
    }

    SortedMap<Integer, BitSet> repeated() {
        return again;
    }
}
