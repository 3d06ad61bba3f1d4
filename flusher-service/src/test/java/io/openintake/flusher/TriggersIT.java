package io.openintake.flusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.event.Command;
import io.openintake.contracts.flush.FlushState;
import io.openintake.flusher.kafka.SlotConsumer;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every reason to flush, with an interval that does not come to an end by itself. */
class TriggersIT {
    private static final Duration NEVER = Duration.ofDays(300);
    private FlusherBench bench;
    private int produced;

    @BeforeEach
    void setUp() throws Exception {
        bench = new FlusherBench();
        bench.define(NEVER);
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void flushesForEachReasonWithoutWaitingForTheInterval() throws Exception {
        TestSettings settings = new TestSettings(1, Duration.ofMillis(500), 40, 2_000, 1 << 20, false);
        try (RunningFlusher flusher = RunningFlusher.start(bench, settings, point -> {})) {
            produce(1, "");
            awaitRows("the first message");
            produce(40, "");
            awaitRows("as many rows as a batch holds");
            produce(2, "x".repeat(1_500));
            bench.publish(new Command.FlushRequested(bench.intake));
            awaitRows("asked for");
            produce(5, "x".repeat(1_500));
            awaitRows("as many bytes as a batch holds");
            produce(1, "");
            bench.publish(bench.definition(2, Duration.ofSeconds(1)));
            awaitRows("the interval");
            assertTrue(flusher.isReady());
        }
    }

    @Test
    void finishesOnStopWhatItHasAnnouncedAndLeavesTheGroupWhenItWillNotComeBack() throws Exception {
        Hold hold = new Hold("f.afterIntent");
        TestSettings settings = new TestSettings(1, Duration.ofMillis(500), 40, 64 << 20, 1 << 20, true);
        RunningFlusher flusher = RunningFlusher.start(bench, settings, hold::at);
        produce(3, "");
        hold.awaitReached();
        // not on the common pool, which requests to the catalog need
        Thread stopped = Thread.ofPlatform().start(flusher::close);
        hold.goOn.countDown();
        assertTrue(stopped.join(Duration.ofSeconds(30)));
        FlushState state = bench.state().orElseThrow();
        assertTrue(state.pending().isEmpty(), "the next owner has nothing to find out");
        assertEquals(3, bench.column("n").size());
        assertEquals(
                0,
                bench.admin()
                        .describeConsumerGroups(java.util.List.of(SlotConsumer.GROUP))
                        .all()
                        .get(30, TimeUnit.SECONDS)
                        .get(SlotConsumer.GROUP)
                        .members()
                        .size());
    }

    @Test
    void dropsOnStopWhatIsNotAnnouncedAndLeavesNoMark() throws Exception {
        Hold hold = new Hold("f.converted");
        RunningFlusher flusher = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), hold::at);
        produce(3, "");
        hold.awaitReached();
        assertTrue(bench.state().orElseThrow().suspicion().isPresent(), "the first batch of an owner is marked");
        // not on the common pool, which requests to the catalog need
        Thread stopped = Thread.ofPlatform().start(flusher::close);
        // a stop that came too late would let the flush go on to its intent
        Eventually.holds("stopping", () -> flusher.isStopping());
        hold.goOn.countDown();
        assertTrue(stopped.join(Duration.ofSeconds(30)));
        FlushState state = bench.state().orElseThrow();
        assertTrue(state.pending().isEmpty());
        assertTrue(state.suspicion().isEmpty(), "nobody crashed");
        try (RunningFlusher next = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), point -> {})) {
            awaitRows("the next owner");
            assertTrue(next.isReady());
        }
    }

    private void produce(int messages, String filler) throws Exception {
        String[] values = new String[messages];
        for (int i = 0; i < messages; i++) {
            values[i] = "{\"n\":" + produced++ + ",\"s\":\"" + filler + "\"}";
        }
        bench.produce(values);
    }

    private void awaitRows(String why) {
        Eventually.equal(why, produced, () -> bench.column("n").size());
    }

    /** Holds whoever comes to the point first. */
    private static final class Hold {
        private final String point;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        private Hold(String point) {
            this.point = point;
        }

        void at(String here) {
            if (here.equals(point)) {
                reached.countDown();
                try {
                    assertTrue(goOn.await(60, TimeUnit.SECONDS));
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        void awaitReached() throws InterruptedException {
            assertTrue(reached.await(60, TimeUnit.SECONDS), "never came to " + point);
        }
    }
}
