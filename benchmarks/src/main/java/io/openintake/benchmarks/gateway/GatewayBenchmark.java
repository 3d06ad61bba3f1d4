package io.openintake.benchmarks.gateway;

import io.openintake.benchmarks.gateway.Sampler.Effort;
import io.openintake.benchmarks.load.LoadGenerator;
import io.openintake.benchmarks.load.LoadResult;
import io.openintake.benchmarks.process.Usage;
import io.openintake.benchmarks.rig.Encryption;
import io.openintake.benchmarks.rig.Rig;
import io.openintake.benchmarks.rig.Route;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Measures what the gateway costs a producer, beside going to the broker directly and beside a plain pipe. */
public final class GatewayBenchmark {
    private static final int PACED_WARM_UP_MS = 1_000;
    private static final int LOGINS_AT_ONCE = 40;

    private final Plan plan;
    private final PrintStream out;

    private GatewayBenchmark(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /** The whole table, within a quarter of an hour. */
    public static GatewayBenchmark full(PrintStream out) {
        return new GatewayBenchmark(Plan.FULL, out);
    }

    /** A few lines of it, within two minutes. */
    public static GatewayBenchmark quick(PrintStream out) {
        return new GatewayBenchmark(Plan.QUICK, out);
    }

    /** Runs it; the folder gets the broker's data and all logs. */
    public Report run(Path repository, Path folder) throws IOException, InterruptedException {
        out.println("starting a broker, a pipe and two gateways; logs: " + folder);
        try (Rig rig = Rig.start(repository, folder);
                LoadGenerator load = LoadGenerator.start(folder)) {
            Sampler sampler = new Sampler(rig, load);
            warmUp(sampler);
            List<Findings> floods = floods(sampler);
            List<Double> paces = plan.pacedCells().stream()
                    .map(cell -> halfLoad(floods, cell))
                    .toList();
            List<Findings> paced = paced(sampler, paces);
            return new Report(new Outcome(plan, floods, paced, paces, idle(rig, load)));
        }
    }

    /** Until the compilers of all processes have seen the work. */
    private void warmUp(Sampler sampler) {
        out.println("warming up");
        for (Cell cell : Cell.few()) {
            for (Route route : Route.values()) {
                sampler.sample(cell, route, new Effort(0, 1, plan.jitMs()));
            }
        }
    }

    private List<Findings> floods(Sampler sampler) {
        List<Findings> all = plan.cells().stream().map(Findings::new).toList();
        for (int round = 0; round < plan.rounds(); round++) {
            for (Findings cell : all) {
                measure(sampler, cell, round, new Effort(0, plan.warmUpMs(), plan.measureMs()));
            }
        }
        return all;
    }

    private List<Findings> paced(Sampler sampler, List<Double> paces) {
        List<Findings> all = plan.pacedCells().stream().map(Findings::new).toList();
        for (int round = 0; round < plan.pacedRounds(); round++) {
            for (int index = 0; index < all.size(); index++) {
                Effort effort = new Effort(paces.get(index), PACED_WARM_UP_MS, plan.pacedMs());
                measure(sampler, all.get(index), round, effort);
            }
        }
        return all;
    }

    /** All routes one after the other, each round beginning with another, so that no route has the better place. */
    private void measure(Sampler sampler, Findings findings, int round, Effort effort) {
        List<Route> routes = new ArrayList<>(List.of(Route.values()));
        Collections.rotate(routes, round);
        StringBuilder line = new StringBuilder("round %d, %s%s:"
                .formatted(round + 1, findings.cell(), effort.recordsPerSecond() > 0 ? ", half load" : ""));
        for (Route route : routes) {
            LoadResult result = sampler.sample(findings.cell(), route, effort);
            findings.add(route, result);
            line.append(effort.recordsPerSecond() > 0 ? latencies(route, result) : throughput(route, result));
        }
        out.println(line);
    }

    private static String throughput(Route route, LoadResult result) {
        return String.format(
                Locale.ROOT, "  %s %.0f/s", route.name().toLowerCase(Locale.ROOT), result.recordsPerSecond());
    }

    private static String latencies(Route route, LoadResult result) {
        LoadResult.Latency latency = result.latency();
        return String.format(
                Locale.ROOT,
                "  %s p50 %.2f p99 %.2f ms",
                route.name().toLowerCase(Locale.ROOT),
                latency.p50(),
                latency.p99());
    }

    /** Half of what the slowest route can do, for all routes alike. */
    private static double halfLoad(List<Findings> floods, Cell cell) {
        Findings same = floods.stream()
                .filter(findings -> findings.cell().equals(cell))
                .findFirst()
                .orElseThrow();
        return DoubleStream.of(
                                same.medianRecordsPerSecond(Route.DIRECT),
                                same.medianRecordsPerSecond(Route.PIPE),
                                same.medianRecordsPerSecond(Route.GATEWAY))
                        .min()
                        .orElseThrow()
                / 2;
    }

    private Outcome.Idle idle(Rig rig, LoadGenerator load) {
        out.println("opening " + plan.idleConnections() + " connections");
        long gateway = rig.gateway(Encryption.TLS).pid();
        long before = Usage.residentBytes(gateway);
        LoadResult opened = load.hold(rig.idle(plan.idleConnections(), LOGINS_AT_ONCE));
        if (opened.records() != plan.idleConnections() || !opened.failure().isEmpty()) {
            out.println("only " + opened.records() + " connections stand: " + opened.failure());
        }
        return new Outcome.Idle(opened.records(), opened.seconds(), before, Usage.residentBytes(gateway));
    }
}
