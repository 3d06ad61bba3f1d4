package io.openintake.flusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.InternalTopic;
import io.openintake.flusher.iceberg.FaultProxy;
import io.openintake.flusher.iceberg.FaultProxy.Answer;
import io.openintake.flusher.iceberg.FaultProxy.Spoiler;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One tenant's catalog fails in the worst ways; two workers are enough for the others not to notice. */
class NeighboursIT {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** Of one request to the catalog, as the flusher under test has it. */
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

    private final List<FlusherBench> sick = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private FlusherBench sound;
    private FaultProxy catalog;

    @BeforeEach
    void setUp() throws Exception {
        Backing backing = SharedBacking.with(Part.KAFKA, Part.CATALOG);
        catalog = new FaultProxy(backing.catalog().uri());
        sound = new FlusherBench(backing);
        sound.define(INTERVAL);
        for (int i = 0; i < 3; i++) {
            FlusherBench bench = new FlusherBench(backing);
            bench.publish(bench.definition(1, INTERVAL, catalog.uri()));
            sick.add(bench);
        }
    }

    @AfterEach
    void tearDown() {
        over.countDown();
        catalog.close();
        sick.forEach(FlusherBench::close);
        sound.close();
    }

    @Test
    void deliversOnWhileTheCatalogOfOthersIsSilent() throws Exception {
        assertUndisturbedBy((request, real) -> {
            refused.incrementAndGet();
            return silence();
        });
    }

    @Tag("faults")
    @Test
    void deliversOnWhileTheCatalogOfOthersRefusesOnlyCommits() throws Exception {
        assertUndisturbedBy((request, real) -> {
            if (request.isCommit()) {
                refused.incrementAndGet();
                return Answer.of(503, "");
            }
            return real.ask(request);
        });
    }

    private void assertUndisturbedBy(Spoiler spoiler) throws Exception {
        try (RunningFlusher flusher = RunningFlusher.start(sound, TestSettings.ofOrdinal(1), point -> {})) {
            for (FlusherBench bench : all()) {
                bench.produce("{\"n\":0}", "{\"n\":1}");
            }
            for (FlusherBench bench : all()) {
                Eventually.within(Duration.ofSeconds(60)).untilEqual("rows", numbers(2), () -> rows(bench));
            }
            catalog.spoil(spoiler);
            for (FlusherBench bench : sick) {
                bench.produce("{\"n\":2}", "{\"n\":3}");
            }
            Eventually.holds("the sick catalog is tried", () -> refused.get() > 0);
            for (int batch = 1; batch <= 3; batch++) {
                sound.produce("{\"n\":" + 2 * batch + "}", "{\"n\":" + (2 * batch + 1) + "}");
                Eventually.within(REQUEST_LIMIT.dividedBy(2))
                        .untilEqual("rows", numbers(2 * batch + 2), () -> rows(sound));
            }
            for (FlusherBench bench : sick) {
                assertEquals(numbers(2), rows(bench));
            }
            Eventually.within(Duration.ofSeconds(60)).untilHolds("a reason is shown", this::aReasonIsShown);
            catalog.spoil(Spoiler.NONE);
            over.countDown();
            for (FlusherBench bench : sick) {
                Eventually.within(Duration.ofSeconds(60)).untilEqual("rows", numbers(4), () -> rows(bench));
                assertEquals(4, bench.column("n").size());
            }
            assertTrue(flusher.isReady());
        }
    }

    private List<FlusherBench> all() {
        List<FlusherBench> all = new ArrayList<>(sick);
        all.add(sound);
        return all;
    }

    private boolean aReasonIsShown() {
        String name = InternalTopic.STATUS.topicName();
        return IntStream.range(0, InternalTopic.STATUS.partitions())
                .mapToObj(partition -> new TopicPartition(name, partition))
                .flatMap(partition -> sound.committed(partition).stream())
                .filter(record -> record.value() != null)
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .anyMatch(text -> text.contains("catalog-unavailable")
                        && sick.stream().anyMatch(bench -> text.contains(bench.intake.toString())));
    }

    private Answer silence() throws IOException {
        try {
            var unused = over.await(120, TimeUnit.SECONDS);
            return Answer.BROKEN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static Set<Object> numbers(long end) {
        Set<Object> numbers = new TreeSet<>();
        for (long n = 0; n < end; n++) {
            numbers.add(n);
        }
        return numbers;
    }

    private static Set<Object> rows(FlusherBench bench) {
        return new TreeSet<>(bench.column("n"));
    }
}
