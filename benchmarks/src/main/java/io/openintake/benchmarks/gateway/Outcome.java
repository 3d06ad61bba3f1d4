package io.openintake.benchmarks.gateway;

import io.openintake.benchmarks.rig.Route;
import io.openintake.benchmarks.statistics.Spread;
import java.util.List;
import java.util.Locale;

/** All that one run found. */
record Outcome(Plan plan, List<Findings> floods, List<Findings> paced, List<Double> paces, Idle idle) {
    /** Connections that are logged in and silent, and the gateway's resident memory before and with them. */
    record Idle(long connections, double seconds, long bytesBefore, long bytesWith) {}

    /** Over all cells, how much goes through the gateway of what goes to the broker directly. */
    double throughOfDirect() {
        return Spread.geometricMean(floods.stream()
                .map(findings -> findings.ofDirect(Route.GATEWAY).median())
                .toList());
    }

    /** The last lines of a run, for who compares runs. */
    String lastLines() {
        Findings headline = paced.getLast();
        return String.format(
                Locale.ROOT,
                "through/direct=%.3f%np50-added=%.2f p99-added=%.2f",
                throughOfDirect(),
                headline.addedMs(Route.GATEWAY, latency -> latency.p50()).median(),
                headline.addedMs(Route.GATEWAY, latency -> latency.p99()).median());
    }
}
