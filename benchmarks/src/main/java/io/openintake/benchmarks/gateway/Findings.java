package io.openintake.benchmarks.gateway;

import io.openintake.benchmarks.load.LoadResult;
import io.openintake.benchmarks.rig.Route;
import io.openintake.benchmarks.statistics.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The samples of one cell: by route, and within a route by round. */
final class Findings {
    private static final double BYTES_PER_MB = 1e6;

    private final Cell cell;
    private final Map<Route, List<LoadResult>> results = new EnumMap<>(Route.class);

    Findings(Cell cell) {
        this.cell = cell;
        for (Route route : Route.values()) {
            results.put(route, new ArrayList<>());
        }
    }

    Cell cell() {
        return cell;
    }

    void add(Route route, LoadResult result) {
        of(route).add(result);
    }

    /** Megabytes of messages per second. */
    Spread megabytesPerSecond(Route route) {
        return Spread.of(values(route, result -> result.recordsPerSecond() * cell.recordBytes() / BYTES_PER_MB));
    }

    double medianRecordsPerSecond(Route route) {
        return Spread.of(values(route, LoadResult::recordsPerSecond)).median();
    }

    /** Round by round, how much goes through on this route of what goes through directly. */
    Spread ofDirect(Route route) {
        return Spread.ofRatios(
                values(route, LoadResult::recordsPerSecond), values(Route.DIRECT, LoadResult::recordsPerSecond));
    }

    /** CPU milliseconds that what lies between needs for a megabyte of messages. */
    Spread cpuMsPerMegabyte(Route route) {
        return cpu(route, 0);
    }

    /** CPU milliseconds that the broker needs for a megabyte of messages. */
    Spread brokerCpuMsPerMegabyte(Route route) {
        return cpu(route, 1);
    }

    /** CPU milliseconds that the load generator needs for a megabyte of messages. */
    Spread clientCpuMsPerMegabyte(Route route) {
        return cpu(route, 2);
    }

    /** Median over the rounds of a quantile of latency, in milliseconds. */
    Spread latencyMs(Route route, ToDoubleFunction<LoadResult.Latency> quantile) {
        return Spread.of(values(route, result -> quantile.applyAsDouble(result.latency())));
    }

    /** Round by round, how much more it is on this route than directly. */
    Spread addedMs(Route route, ToDoubleFunction<LoadResult.Latency> quantile) {
        return Spread.ofDifferences(
                values(route, result -> quantile.applyAsDouble(result.latency())),
                values(Route.DIRECT, result -> quantile.applyAsDouble(result.latency())));
    }

    private Spread cpu(Route route, int process) {
        return Spread.of(values(
                route, result -> result.cpuMs().get(process) / (result.records() * cell.recordBytes() / BYTES_PER_MB)));
    }

    private List<Double> values(Route route, ToDoubleFunction<LoadResult> value) {
        return of(route).stream().map(value::applyAsDouble).toList();
    }

    private List<LoadResult> of(Route route) {
        return results.computeIfAbsent(route, any -> new ArrayList<>());
    }
}
