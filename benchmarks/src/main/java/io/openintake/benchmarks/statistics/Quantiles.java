package io.openintake.benchmarks.statistics;

import java.util.Arrays;

/** Quantiles of many values by the nearest rank, exact. */
public final class Quantiles {
    private final long[] sorted;

    private Quantiles(long[] sorted) {
        this.sorted = sorted;
    }

    /** Of the first so many values of an array, which is left as it is. */
    public static Quantiles of(long[] values, int count) {
        if (count < 1 || count > values.length) {
            throw new IllegalArgumentException("no quantiles of " + count + " values");
        }
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return new Quantiles(sorted);
    }

    /** The smallest value that at least this share of all values do not exceed. */
    public long at(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
    }
}
