package io.openintake.benchmarks.statistics;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What repeated measurements say together: the median, and how far they lie apart. */
public record Spread(double median, double min, double max, int count) {
    /** Of at least one value. */
    public static Spread of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** Of the ratios of values that were measured next to each other, so that what slows both cancels out. */
    public static Spread ofRatios(List<Double> values, List<Double> references) {
        requirePairs(values, references);
        return of(IntStream.range(0, values.size())
                .mapToObj(index -> values.get(index) / references.get(index))
                .toList());
    }

    /** Of the differences of values that were measured next to each other. */
    public static Spread ofDifferences(List<Double> values, List<Double> references) {
        requirePairs(values, references);
        return of(IntStream.range(0, values.size())
                .mapToObj(index -> values.get(index) - references.get(index))
                .toList());
    }

    /** Of ratios of different things, in which doubling and halving must cancel out. */
    public static double geometricMean(List<Double> ratios) {
        return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow());
    }

    /** Median and range in this format. */
    public String text(String format) {
        String number = "%" + format;
        return String.format(Locale.ROOT, number + " [" + number + "–" + number + "]", median, min, max);
    }

    private static void requirePairs(List<Double> values, List<Double> references) {
        if (values.size() != references.size()) {
            throw new IllegalArgumentException(values.size() + " values, but " + references.size() + " references");
        }
    }
}
