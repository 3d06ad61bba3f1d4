package io.openintake.benchmarks.idle;

import io.openintake.benchmarks.process.Inside;
import io.openintake.benchmarks.process.Usage;
import io.openintake.benchmarks.rig.EmbeddedBacking;
import io.openintake.benchmarks.rig.Intakes;
import io.openintake.benchmarks.rig.Intakes.Made;
import io.openintake.benchmarks.rig.ServiceChild;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.TableTarget;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Measures what intakes without traffic cost the flusher that owns them: without any, then with thousands. */
public final class IdleBenchmark {
    /** Longer than the age at which topics are described again, so that each minute holds its share of that. */
    private static final Duration COUNTED = Duration.ofSeconds(60);
    /** What a start leaves behind: compilers, first sweeps. */
    private static final Duration SETTLING = Duration.ofSeconds(30);
    /** The shortest one that the API takes: more ticks than anybody's. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Duration CONTROL_LIMIT = Duration.ofSeconds(90);
    private static final long LOOK_AGAIN_MS = 200;
    /** Between the embedded broker and its own controller, and those that the broker counts under two names. */
    private static final Set<String> LEFT_OUT = Set.of(
            "BrokerHeartbeat",
            "BrokerRegistration",
            "AllocateProducerIds",
            "ControllerRegistration",
            "FetchConsumer",
            "FetchFollower");

    private final int count;
    private final PrintStream out;

    private IdleBenchmark(int count, PrintStream out) {
        this.count = count;
        this.out = out;
    }

    /** With so many intakes. */
    public static IdleBenchmark with(int intakes, PrintStream out) {
        return new IdleBenchmark(intakes, out);
    }

    /** Runs it; the folder gets all data and logs. */
    public IdleReport run(Path repository, Path folder) throws IOException, InterruptedException {
        out.println("starting Kafka; logs: " + folder);
        try (EmbeddedBacking backing = EmbeddedBacking.start(repository, folder, "kafka", "1g");
                CountingCatalog catalog = new CountingCatalog()) {
            Place place = new Place(repository, folder, backing, catalog);
            Cost without;
            try (ServiceChild flusher = start(place)) {
                without = cost(place, flusher, 0);
            }
            out.println("making %d intakes".formatted(count));
            List<Made> made = define(place);
            try (ServiceChild flusher = start(place)) {
                Cost with = cost(place, flusher, count);
                control(place, made);
                return new IdleReport(without, with);
            }
        }
    }

    private record Place(Path repository, Path folder, EmbeddedBacking backing, CountingCatalog catalog) {}

    private List<Made> define(Place place) throws InterruptedException {
        TableTarget target = new TableTarget(place.catalog().uri(), "warehouse", "idle", "any");
        try (Intakes intakes = Intakes.on(place.backing().kafka())) {
            List<Made> made = intakes.define(count, INTERVAL, target);
            intakes.deliverFirst(made);
            return made;
        }
    }

    /** All else is as it comes. */
    private static ServiceChild start(Place place) throws InterruptedException {
        Map<String, String> settings = Map.of(
                "kafka.bootstrap.servers",
                place.backing().kafka(),
                "intake.bus.replication-factor",
                "1",
                "intake.flusher.trusted-hosts",
                "127.0.0.1");
        return ServiceChild.start(ServiceName.FLUSHER, place.repository(), place.folder(), settings);
    }

    private Cost cost(Place place, ServiceChild flusher, int intakes) throws InterruptedException {
        out.println("a flusher with %d intakes is ready after %d ms"
                .formatted(intakes, flusher.startUp().toMillis()));
        Thread.sleep(SETTLING);
        try (Inside broker = Inside.of(place.backing().pid())) {
            Map<String, Long> requestsBefore = broker.requests();
            Duration cpuBefore = Usage.cpu(flusher.pid());
            long begun = System.nanoTime();
            Thread.sleep(COUNTED);
            Duration over = Duration.ofNanos(System.nanoTime() - begun);
            Duration cpu = Usage.cpu(flusher.pid()).minus(cpuBefore);
            Map<String, Long> requests = since(requestsBefore, broker.requests());
            long resident = Usage.residentBytes(flusher.pid());
            // only now: looking into it costs something
            try (Inside inside = Inside.of(flusher.pid())) {
                return new Cost(
                        intakes,
                        flusher.startUp(),
                        over,
                        cpu,
                        requests,
                        inside.heapBytesAfterCollection(),
                        resident,
                        inside.threads(),
                        place.catalog().requests());
            }
        }
    }

    /** None for a catalog would prove nothing if the flusher did not work on these intakes at all. */
    private void control(Place place, List<Made> made) throws InterruptedException {
        out.println("one message for one intake: now its catalog must be asked");
        try (Intakes intakes = Intakes.on(place.backing().kafka())) {
            intakes.send(made.getFirst().intake());
            long deadline = System.nanoTime() + CONTROL_LIMIT.toNanos();
            while (place.catalog().requests() == 0) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the flusher does not flush these intakes");
                }
                Thread.sleep(LOOK_AGAIN_MS);
            }
        }
    }

    private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> between = new TreeMap<>();
        after.forEach((kind, requests) -> {
            if (!LEFT_OUT.contains(kind)) {
                between.put(kind, requests - before.getOrDefault(kind, 0L));
            }
        });
        return between;
    }
}
