package io.openintake.benchmarks.freshness;

import io.openintake.benchmarks.statistics.Quantiles;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;

/** What a run found. */
public final class Freshness {
    /** What is promised beyond the interval. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(30);

    private static final double MS_PER_SECOND = 1_000;

    private final Plan plan;
    private final Quantiles agesMs;
    private final Effort effort;

    /**
     * What it took.
     *
     * @param records that counted
     * @param firstTables until every intake had its table, from the flusher's readiness on
     * @param commits while the records that counted came in
     */
    record Effort(long records, Duration firstTables, long commits, Duration flusherCpu, long flusherResidentBytes) {}

    Freshness(Plan plan, Quantiles agesMs, Effort effort) {
        this.plan = plan;
        this.agesMs = agesMs;
        this.effort = effort;
    }

    /** Whether the promise was kept. */
    public boolean isKept() {
        return agesMs.at(0.99) <= plan.interval().plus(ALLOWANCE).toMillis();
    }

    /** The table. */
    public String markdown() {
        double seconds = plan.measured().toMillis() / MS_PER_SECOND;
        StringJoiner text = new StringJoiner("\n");
        text.add("# Freshness: from the broker's time of a record until its row can be read")
                .add("");
        text.add(String.format(
                Locale.ROOT,
                "%s %s, %d processors, Java %s; one flusher, Kafka, catalog, S3 and the measuring share them",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version")));
        text.add("").add("| | |").add("|---|---|");
        rows(seconds).lines().forEach(text::add);
        return text.add("").toString();
    }

    /** What a run prints last. */
    public String lastLine() {
        return String.format(
                Locale.ROOT,
                "freshness-p99=%.1f interval=%d",
                at(0.99),
                plan.interval().toSeconds());
    }

    private double at(double share) {
        return agesMs.at(share) / MS_PER_SECOND;
    }

    private double cpuPercent() {
        return 100.0 * effort.flusherCpu().toMillis() / plan.measured().toMillis();
    }

    private String rows(double seconds) {
        return String.format(
                Locale.ROOT,
                """
                | intakes | %d, one message a second each |
                | interval | %d s |
                | until all had their table | %.1f s |
                | records that counted | %d in %.0f s |
                | commits meanwhile | %d, %.1f a second |
                | flusher's CPU meanwhile | %.0f %% of one core |
                | flusher's resident memory | %.0f MiB |
                | age p50 | %.1f s |
                | age p90 | %.1f s |
                | age p99 | %.1f s |
                | age of the oldest | %.1f s |
                """,
                plan.intakes(),
                plan.interval().toSeconds(),
                effort.firstTables().toMillis() / MS_PER_SECOND,
                effort.records(),
                seconds,
                effort.commits(),
                effort.commits() / seconds,
                cpuPercent(),
                effort.flusherResidentBytes() / 1_048_576.0,
                at(0.5),
                at(0.9),
                at(0.99),
                at(1));
    }
}
