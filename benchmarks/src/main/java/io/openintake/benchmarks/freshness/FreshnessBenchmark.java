package io.openintake.benchmarks.freshness;

import io.openintake.benchmarks.freshness.Freshness.Effort;
import io.openintake.benchmarks.process.Usage;
import io.openintake.benchmarks.rig.EmbeddedBacking;
import io.openintake.benchmarks.rig.Intakes;
import io.openintake.benchmarks.rig.Intakes.Made;
import io.openintake.benchmarks.rig.ServiceChild;
import io.openintake.benchmarks.statistics.Quantiles;
import io.openintake.benchmarks.statistics.Waits;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.TableTarget;
import io.openintake.contracts.flush.Position;
import io.openintake.launcher.demo.TableReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.catalog.TableIdentifier;

/** Measures how old records are when they can be read, with many intakes and one flusher as it ships. */
public final class FreshnessBenchmark {
    private static final String NAMESPACE = "freshness";
    private static final Duration TABLES_LIMIT = Duration.ofMinutes(3);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);
    private static final long LOOK_AGAIN_MS = 200;

    private final Plan plan;
    private final PrintStream out;
    private final Waits<IntakeId> waits = new Waits<>();

    private FreshnessBenchmark(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /** 200 intakes, within five minutes. */
    public static FreshnessBenchmark full(PrintStream out) {
        return new FreshnessBenchmark(Plan.FULL, out);
    }

    /** 40 intakes, within two minutes. */
    public static FreshnessBenchmark quick(PrintStream out) {
        return new FreshnessBenchmark(Plan.QUICK, out);
    }

    /** Runs it; the folder gets all data and logs. */
    public Freshness run(Path repository, Path folder) throws InterruptedException {
        out.println("starting Kafka, catalog and S3; logs: " + folder);
        try (EmbeddedBacking backing = EmbeddedBacking.start(repository, folder, "kafka,catalog", "512m")) {
            List<Made> intakes = define(backing);
            out.println("starting the flusher");
            try (ServiceChild flusher = ServiceChild.start(ServiceName.FLUSHER, repository, folder, settings(backing));
                    Observer observer = new Observer(backing.kafka(), waits);
                    Traffic traffic = traffic(backing, intakes)) {
                observer.start();
                traffic.start();
                Duration firstTables = awaitFirstTables();
                Freshness found = measure(new Running(flusher, observer, traffic), firstTables);
                verify(backing, intakes, observer, traffic);
                return found;
            }
        }
    }

    private record Running(ServiceChild flusher, Observer observer, Traffic traffic) {}

    private List<Made> define(EmbeddedBacking backing) throws InterruptedException {
        var catalog = backing.catalog();
        TableTarget target = new TableTarget(catalog.uri(), catalog.warehouse(), NAMESPACE, "any");
        try (Intakes intakes = Intakes.on(backing.kafka())) {
            return intakes.define(plan.intakes(), plan.interval(), target);
        }
    }

    /** All else is as it comes. */
    private static Map<String, String> settings(EmbeddedBacking backing) {
        return Map.of(
                "kafka.bootstrap.servers",
                backing.kafka(),
                "intake.bus.replication-factor",
                "1",
                "intake.flusher.trusted-hosts",
                "127.0.0.1");
    }

    private Traffic traffic(EmbeddedBacking backing, List<Made> intakes) {
        List<IntakeId> ids = intakes.stream().map(Made::intake).toList();
        return new Traffic(backing.kafka(), ids, plan.messagePause(), waits);
    }

    private Duration awaitFirstTables() throws InterruptedException {
        long begun = System.nanoTime();
        await("every intake has its table", TABLES_LIMIT, () -> waits.streamsMarked() == plan.intakes());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        out.println("every intake has its table after " + took.toSeconds() + " s; measuring for "
                + plan.measured().toSeconds() + " s");
        return took;
    }

    private Freshness measure(Running running, Duration firstTables) throws InterruptedException {
        long pid = running.flusher().pid();
        Duration cpuBefore = Usage.cpu(pid);
        long commitsBefore = running.observer().commits();
        long fromMs = System.currentTimeMillis();
        Thread.sleep(plan.measured());
        long untilMs = System.currentTimeMillis();
        Duration cpu = Usage.cpu(pid).minus(cpuBefore);
        long commits = running.observer().commits() - commitsBefore;
        long resident = Usage.residentBytes(pid);
        running.traffic().stop();
        await("every record is delivered", DRAIN_LIMIT, () -> waits.open() == 0);
        long[] ages = waits.tookMs(fromMs, untilMs);
        return new Freshness(
                plan, Quantiles.of(ages, ages.length), new Effort(ages.length, firstTables, commits, cpu, resident));
    }

    /** What the observer was told is what the tables hold: otherwise it measured something else. */
    private void verify(EmbeddedBacking backing, List<Made> intakes, Observer observer, Traffic traffic) {
        out.println("comparing with the tables");
        TableReader tables = new TableReader(backing.catalog());
        try (tables) {
            for (Made made : intakes) {
                long sent = traffic.acknowledged(made.intake());
                Position position = observer.position(made.intake());
                long rows =
                        tables.count(TableIdentifier.of(NAMESPACE, made.target().table()));
                if (position.rows() != sent || rows != sent) {
                    throw new IllegalStateException("%s: %d messages, but %s and %d rows in the table"
                            .formatted(made.intake(), sent, position, rows));
                }
            }
        } catch (java.io.IOException closing) {
            throw new java.io.UncheckedIOException(closing);
        }
    }

    private static void await(String what, Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not within " + limit + ": " + what);
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }
}
