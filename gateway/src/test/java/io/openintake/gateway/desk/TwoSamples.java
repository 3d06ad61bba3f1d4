package io.openintake.gateway.desk;

import java.util.Arrays;

/** Compares two samples by rank (Mann and Whitney), which neither outliers nor a noisy machine disturb much. */
record TwoSamples(double[] first, double[] second) {
    /** The chance that a value of the first sample is above one of the second; a half when they are alike. */
    double superiority() {
        double[] sorted = second.clone();
        Arrays.sort(sorted);
        double above = 0;
        for (double value : first) {
            above += (below(sorted, value) + below(sorted, Math.nextUp(value))) / 2.0;
        }
        return above / first.length / second.length;
    }

    /** How many standard deviations that is from a half, if both come from one source. */
    double deviations() {
        double spread = Math.sqrt((first.length + second.length + 1) / (12.0 * first.length * second.length));
        return Math.abs(superiority() - 0.5) / spread;
    }

    private static int below(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
