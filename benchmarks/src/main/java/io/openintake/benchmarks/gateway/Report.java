package io.openintake.benchmarks.gateway;

import io.openintake.benchmarks.load.LoadResult;
import io.openintake.benchmarks.rig.Route;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;

/** A run's outcome in Markdown, for people, and in JSON, for programs. */
public final class Report {
    private static final double BYTES_PER_MIB = 1_024.0 * 1_024;

    private final Outcome outcome;

    Report(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The tables. */
    public String markdown() {
        StringJoiner text = new StringJoiner("\n");
        text.add("# Gateway: medians [min–max] of " + outcome.plan().rounds() + " interleaved rounds")
                .add("");
        text.add(machine()).add("");
        text.add("## Throughput, acks=all").add("");
        text.add("| cell | direct MB/s | pipe MB/s | gateway MB/s | pipe/direct | through/direct |");
        text.add("|---|---|---|---|---|---|");
        outcome.floods().forEach(cell -> text.add(throughputLine(cell)));
        text.add("").add("## CPU milliseconds per MB of messages").add("");
        text.add("| cell | pipe | gateway | broker direct | broker through | client direct | client through |");
        text.add("|---|---|---|---|---|---|---|");
        outcome.floods().forEach(cell -> text.add(cpuLine(cell)));
        text.add("")
                .add("## Latency at half load, ms, from the moment a message was due")
                .add("");
        text.add("| cell | messages/s | route | p50 | p90 | p99 | p99.9 | p50 added | p99 added | CPU-ms/MB |");
        text.add("|---|---|---|---|---|---|---|---|---|---|");
        for (int index = 0; index < outcome.paced().size(); index++) {
            for (Route route : Route.values()) {
                text.add(latencyLine(outcome.paced().get(index), outcome.paces().get(index), route));
            }
        }
        text.add("")
                .add("## Idle connections (TLS, logged in)")
                .add("")
                .add(idle())
                .add("");
        return text.toString();
    }

    /** The figures that runs are compared by, one JSON object. */
    public String json() {
        StringJoiner cells = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        outcome.floods()
                .forEach(cell -> cells.add(String.format(
                        Locale.ROOT,
                        "{\"cell\":\"%s\",\"direct\":%.0f,\"pipe\":%.0f,\"gateway\":%.0f,\"ratio\":%.4f,"
                                + "\"pipeRatio\":%.4f,\"gatewayCpuMsPerMb\":%.3f,\"pipeCpuMsPerMb\":%.3f}",
                        cell.cell(),
                        cell.medianRecordsPerSecond(Route.DIRECT),
                        cell.medianRecordsPerSecond(Route.PIPE),
                        cell.medianRecordsPerSecond(Route.GATEWAY),
                        cell.ofDirect(Route.GATEWAY).median(),
                        cell.ofDirect(Route.PIPE).median(),
                        cell.cpuMsPerMegabyte(Route.GATEWAY).median(),
                        cell.cpuMsPerMegabyte(Route.PIPE).median())));
        StringJoiner paced = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        outcome.paced()
                .forEach(cell -> paced.add(String.format(
                        Locale.ROOT,
                        "{\"cell\":\"%s\",\"p50AddedMs\":%.3f,\"p99AddedMs\":%.3f,"
                                + "\"pipeP50AddedMs\":%.3f,\"pipeP99AddedMs\":%.3f}",
                        cell.cell(),
                        cell.addedMs(Route.GATEWAY, latency -> latency.p50()).median(),
                        cell.addedMs(Route.GATEWAY, latency -> latency.p99()).median(),
                        cell.addedMs(Route.PIPE, latency -> latency.p50()).median(),
                        cell.addedMs(Route.PIPE, latency -> latency.p99()).median())));
        return String.format(
                Locale.ROOT,
                "{%n  \"throughOfDirect\":%.4f,%n  \"floods\":%s,%n  \"paced\":%s,%n  \"idle\":{\"connections\":%d,"
                        + "\"residentBytesBefore\":%d,\"residentBytes\":%d}%n}%n",
                outcome.throughOfDirect(),
                cells,
                paced,
                outcome.idle().connections(),
                outcome.idle().bytesBefore(),
                outcome.idle().bytesWith());
    }

    /** What a run prints last. */
    public String lastLines() {
        return outcome.lastLines();
    }

    private static String throughputLine(Findings cell) {
        return row(
                cell.cell().toString(),
                cell.megabytesPerSecond(Route.DIRECT).text(".1f"),
                cell.megabytesPerSecond(Route.PIPE).text(".1f"),
                cell.megabytesPerSecond(Route.GATEWAY).text(".1f"),
                cell.ofDirect(Route.PIPE).text(".2f"),
                cell.ofDirect(Route.GATEWAY).text(".2f"));
    }

    private static String cpuLine(Findings cell) {
        return row(
                cell.cell().toString(),
                cell.cpuMsPerMegabyte(Route.PIPE).text(".2f"),
                cell.cpuMsPerMegabyte(Route.GATEWAY).text(".2f"),
                cell.brokerCpuMsPerMegabyte(Route.DIRECT).text(".2f"),
                cell.brokerCpuMsPerMegabyte(Route.GATEWAY).text(".2f"),
                cell.clientCpuMsPerMegabyte(Route.DIRECT).text(".2f"),
                cell.clientCpuMsPerMegabyte(Route.GATEWAY).text(".2f"));
    }

    private static String latencyLine(Findings cell, double pace, Route route) {
        Function<java.util.function.ToDoubleFunction<LoadResult.Latency>, String> at =
                quantile -> cell.latencyMs(route, quantile).text(".2f");
        return row(
                cell.cell().toString(),
                String.format(Locale.ROOT, "%.0f", pace),
                route.name().toLowerCase(Locale.ROOT),
                at.apply(LoadResult.Latency::p50),
                at.apply(LoadResult.Latency::p90),
                at.apply(LoadResult.Latency::p99),
                at.apply(LoadResult.Latency::p999),
                cell.addedMs(route, LoadResult.Latency::p50).text(".2f"),
                cell.addedMs(route, LoadResult.Latency::p99).text(".2f"),
                route == Route.DIRECT ? "" : cell.cpuMsPerMegabyte(route).text(".2f"));
    }

    private String idle() {
        Outcome.Idle idle = outcome.idle();
        return String.format(
                Locale.ROOT,
                "%d connections in %.1f s; the gateway's resident memory %.0f MiB before, %.0f MiB with them",
                idle.connections(),
                idle.seconds(),
                idle.bytesBefore() / BYTES_PER_MIB,
                idle.bytesWith() / BYTES_PER_MIB);
    }

    private static String machine() {
        return "%s %s, %d processors, Java %s; client, broker and all between share them"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", List.of(cells)) + " |";
    }
}
