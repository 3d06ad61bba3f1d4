package io.openintake.benchmarks.idle;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a run found: a flusher without intakes beside one with idle ones. */
public final class IdleReport {
    private static final double MIB = 1_024.0 * 1_024;
    private static final int KINDS_SHOWN = 6;

    private final List<Cost> costs;

    IdleReport(Cost without, Cost with) {
        this.costs = List.of(without, with);
    }

    /** The table. */
    public String markdown() {
        StringJoiner text = new StringJoiner("\n");
        text.add("# What idle intakes cost a flusher").add("");
        text.add("%s %s, %d processors, Java %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version")));
        text.add("").add(row("", cost -> cost.intakes() + " intakes")).add("|---|---|---|");
        text.add(
                row("from launch to readiness, s", cost -> number(cost.startUp().toMillis() / 1_000.0)));
        text.add(row("heap after a collection, MiB", cost -> number(cost.heapBytes() / MIB)));
        text.add(row("resident memory, MiB", cost -> number(cost.residentBytes() / MIB)));
        text.add(row("CPU, ms per minute", cost -> number(cost.cpuMsPerMinute())));
        text.add(row("requests to the broker per minute", cost -> number(cost.requestsPerMinute())));
        text.add(row("the most frequent kinds", this::kinds));
        text.add(row("requests to catalogs since the launch", cost -> Long.toString(cost.catalogRequests())));
        text.add(row("threads", cost -> Integer.toString(cost.threads())));
        return text.add("").toString();
    }

    /** What a run prints last. */
    public String lastLine() {
        Cost with = costs.getLast();
        return String.format(
                Locale.ROOT,
                "idle-heap-mb=%.0f idle-cpu-ms-per-minute=%.0f catalog-requests=%d",
                with.heapBytes() / 1_000_000.0,
                with.cpuMsPerMinute(),
                with.catalogRequests());
    }

    /** Whether no catalog was asked anything. */
    public boolean isKept() {
        return costs.stream().allMatch(cost -> cost.catalogRequests() == 0);
    }

    private String kinds(Cost cost) {
        return cost.requests().entrySet().stream()
                .filter(kind -> kind.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(KINDS_SHOWN)
                .map(kind -> kind.getKey() + " " + number(cost.perMinute(kind.getValue())))
                .collect(Collectors.joining(", "));
    }

    private String row(String name, Function<Cost, String> cell) {
        return costs.stream().map(cell).collect(Collectors.joining(" | ", "| " + name + " | ", " |"));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }
}
