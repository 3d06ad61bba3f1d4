package io.openintake.benchmarks.idle;

import java.time.Duration;
import java.util.Map;

/**
 * What a flusher used.
 *
 * @param startUp from its launch to its readiness
 * @param over how long CPU and requests were counted
 * @param requests that the broker got meanwhile, by kind
 * @param catalogRequests since its launch
 */
record Cost(
        int intakes,
        Duration startUp,
        Duration over,
        Duration cpu,
        Map<String, Long> requests,
        long heapBytes,
        long residentBytes,
        int threads,
        long catalogRequests) {
    private static final double MS_PER_MINUTE = 60_000;

    double cpuMsPerMinute() {
        return perMinute(cpu.toMillis());
    }

    double requestsPerMinute() {
        return perMinute(requests.values().stream().mapToLong(Long::longValue).sum());
    }

    double perMinute(long count) {
        return count * MS_PER_MINUTE / over.toMillis();
    }
}
