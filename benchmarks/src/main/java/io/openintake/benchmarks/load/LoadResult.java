package io.openintake.benchmarks.load;

import java.util.List;

/**
 * What came of a sample.
 *
 * @param records acknowledged within the span
 * @param seconds length of the span
 * @param cpuMs of each process that was asked for, then of the load generator itself
 * @param latency from the moment at which a message was due to its acknowledgement; zeros without a pace
 * @param failure empty, or why the sample is worth nothing
 */
public record LoadResult(long records, double seconds, List<Double> cpuMs, Latency latency, String failure) {
    /** In milliseconds. */
    public record Latency(double p50, double p90, double p99, double p999) {
        static final Latency NONE = new Latency(0, 0, 0, 0);
    }

    public LoadResult {
        cpuMs = List.copyOf(cpuMs);
    }

    /** Acknowledged messages per second. */
    public double recordsPerSecond() {
        return records / seconds;
    }
}
