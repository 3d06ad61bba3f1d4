package io.openintake.flusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fails, stalls and replaces flushers at every named point; the rows are always there once. */
class CrashIT {
    private static final List<String> POINTS = List.of(
            "f.polled",
            "f.converted",
            "f.beforeIntent",
            "f.afterIntent",
            "f.beforePost",
            "f.afterPost",
            "f.beforeTxn",
            "f.txnSent",
            "f.txnCommitted");

    private final AtomicInteger produced = new AtomicInteger();
    private FlusherBench bench;

    @BeforeEach
    void setUp() throws Exception {
        bench = new FlusherBench();
        bench.define(Duration.ofSeconds(1));
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    @Tag("faults")
    void deliversOnceWhereverAFlushBreaksOff() throws Exception {
        FailOnce failing = new FailOnce();
        try (RunningFlusher flusher = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), failing)) {
            for (String point : POINTS) {
                failing.armed.set(point);
                produce();
                awaitDelivered();
                assertEquals("", failing.armed.get(), "never came to " + point);
            }
            assertTrue(flusher.isReady());
        }
        assertOnce();
    }

    @Test
    void deliversOnceWhenASecondFlusherTakesOverFromOneThatStalls() throws Exception {
        for (String point : List.of("f.beforePost", "f.txnSent")) {
            Stall stall = new Stall(point);
            try (RunningFlusher stalled = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), stall)) {
                produce();
                assertTrue(stall.reached.await(60, TimeUnit.SECONDS), "never came to " + point);
                // the same ordinal: the stalled one is fenced as by a restart elsewhere
                try (RunningFlusher next = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), any -> {})) {
                    awaitDelivered();
                    stall.goOn.countDown();
                    produce();
                    awaitDelivered();
                    assertTrue(next.isReady());
                }
                assertTrue(stalled.isFenced());
            }
        }
        assertOnce();
    }

    @Test
    void goesOnAfterARestartWhereItWas() throws Exception {
        for (int restart = 0; restart < 2; restart++) {
            try (RunningFlusher flusher = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), point -> {})) {
                produce();
                awaitDelivered();
                assertTrue(flusher.isReady());
            }
        }
        assertOnce();
    }

    @Test
    void drainsBatchAfterBatchWithoutWaitingForTheNextTick() throws Exception {
        bench.publish(bench.definition(2, Duration.ofDays(1)));
        for (int i = 0; i < 300; i++) {
            produce();
        }
        TestSettings small = new TestSettings(1, Duration.ofMillis(500), 400, 100);
        try (RunningFlusher flusher = RunningFlusher.start(bench, small, point -> {})) {
            awaitDelivered();
            assertTrue(flusher.isReady());
        }
        assertOnce();
    }

    /** Two messages and one that is none. */
    private void produce() throws Exception {
        bench.produce(
                "{\"n\":" + produced.getAndIncrement() + "}", "{\"n\":" + produced.getAndIncrement() + "}", "broken");
    }

    private void awaitDelivered() {
        long offsets = produced.get() * 3L / 2;
        Eventually.within(Duration.ofSeconds(60))
                .untilEqual(
                        "delivered",
                        offsets,
                        () -> bench.state()
                                .filter(state -> state.pending().isEmpty())
                                .map(state -> state.at().values().stream()
                                        .mapToLong(position -> position.rows() + position.dead())
                                        .sum())
                                .orElse(0L));
    }

    private void assertOnce() {
        List<Object> rows = bench.column("n");
        assertEquals(produced.get(), rows.size());
        assertEquals(produced.get(), new HashSet<>(rows).size());
        assertEquals(produced.get() / 2, bench.deadLetters().size());
        FlushState state = bench.state().orElseThrow();
        long counted = state.at().values().stream().mapToLong(Position::rows).sum();
        assertEquals(produced.get(), counted);
        assertEquals(0, state.at().values().stream().mapToLong(Position::lost).sum());
    }

    /** Throws at the armed point, once. */
    private static final class FailOnce implements Consumer<String> {
        private final AtomicReference<String> armed = new AtomicReference<>("");

        @Override
        public void accept(String point) {
            if (armed.compareAndSet(point, "")) {
                throw new IllegalStateException("simulated at " + point);
            }
        }
    }

    /** Holds the first one that comes to the point. */
    private static final class Stall implements Consumer<String> {
        private final String point;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        private Stall(String point) {
            this.point = point;
        }

        @Override
        public void accept(String here) {
            if (here.equals(point) && reached.getCount() > 0) {
                reached.countDown();
                try {
                    assertTrue(goOn.await(120, TimeUnit.SECONDS));
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
