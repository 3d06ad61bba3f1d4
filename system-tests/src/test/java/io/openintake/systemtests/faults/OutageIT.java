package io.openintake.systemtests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.ServiceName;
import io.openintake.systemtests.Rig;
import io.openintake.systemtests.check.Workload;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.ServiceProcess;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is down for long, comes and goes, or falls all at once; when it is back, everything drains by itself. */
@Tag("faults")
final class OutageIT {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final Duration STORM = Duration.ofSeconds(40);
    private static final Duration STEP = Duration.ofSeconds(2);
    /** The promise is 10 s; two busy cores look later. */
    private static final Duration FIRST_ROWS = Duration.ofSeconds(20);
    /** A day of it is 24,000 messages. */
    private static final int MESSAGES_PER_HOUR = 1_000;

    private static final int DAY = 24 * MESSAGES_PER_HOUR;

    @Test
    void everythingKilledAtOnceComesBackWithEveryMessageOnce() throws Exception {
        Rig rig = Rig.shared();
        try (Scene scene = Scene.of(rig, "all-at-once");
                Workload load = scene.load(60)) {
            scene.table().work();
            scene.awaitFirstFlush();
            rig.crash();
            int before = scene.history().acknowledgedCount();
            Eventually.within(LIMIT)
                    .untilHolds("producers go on", () -> scene.history().acknowledgedCount() > before + 200);
            scene.awaitProgress(LIMIT);
            load.close();
            scene.check();
        }
    }

    @Test
    void flushersThatComeAndGoEveryTwoSecondsStillMakeProgress() throws Exception {
        Rig rig = Rig.shared();
        rig.stop(ServiceName.FLUSHER);
        try (Scene scene = Scene.of(rig, "storm");
                Flushers flushers = new Flushers(rig)) {
            flushers.start(1);
            int rounds = 0;
            long longestNanos = 0;
            try (Workload load = scene.load(40)) {
                scene.awaitFirstFlush();
                Deque<ServiceProcess> comers = new ArrayDeque<>();
                long end = System.nanoTime() + STORM.toNanos();
                long position = scene.position();
                long since = System.nanoTime();
                while (System.nanoTime() < end) {
                    comers.add(flushers.launch(2 + rounds % 4, ""));
                    if (comers.size() > 2) {
                        comers.removeFirst().kill9();
                    }
                    rounds++;
                    LockSupport.parkNanos(STEP.toNanos());
                    if (scene.position() > position) {
                        position = scene.position();
                        since = System.nanoTime();
                    }
                    longestNanos = Math.max(longestNanos, System.nanoTime() - since);
                }
                comers.forEach(ServiceProcess::kill9);
            }
            System.out.printf(
                    "[faults] storm: %d joins and leaves, longest time without progress %d s%n",
                    rounds, Duration.ofNanos(longestNanos).toSeconds());
            assertTrue(Duration.ofNanos(longestNanos).toSeconds() < 30, "no progress for 30 s");
            scene.check();
        } finally {
            rig.restart(ServiceName.FLUSHER);
        }
    }

    @Test
    void aCatalogThatIsDownForADayBlocksProducersAndLosesNothing() throws Exception {
        Rig rig = Rig.shared();
        rig.restartGatewayWithoutHourlyLimit();
        try (Scene scene = Scene.of(rig, "day", MESSAGES_PER_HOUR)) {
            scene.fill(50);
            scene.awaitFirstFlush();
            scene.gate().shut();
            scene.fill(DAY - 200);
            Eventually.within(LIMIT).untilEqual("the runner's state", "blocked", scene::usageState);
            Eventually.within(LIMIT).untilHolds("messages are refused", scene::isRefusedNow);
            int before = scene.history().acknowledgedCount();
            long began;
            try (Workload load = scene.load(10)) {
                assertTrue(scene.isRefusedNow());
                assertEquals(before, scene.history().acknowledgedCount(), "acknowledged beyond the boundary");
                began = System.nanoTime();
                scene.gate().open();
                Eventually.within(LIMIT)
                        .untilHolds(
                                "producers go on by themselves",
                                () -> scene.history().acknowledgedCount() > before + 20);
            }
            scene.check();
            System.out.printf(
                    "[faults] a day of %d messages was delivered %d s after the catalog came back%n",
                    DAY, Duration.ofNanos(System.nanoTime() - began).toSeconds());
        } finally {
            rig.stop(ServiceName.GATEWAY);
            rig.restart(ServiceName.GATEWAY);
        }
    }

    @Test
    void firstMessagesOfANewIntakeAreFlushedSoonWithTheDefaultsThatShip() throws Exception {
        Rig rig = Rig.shared();
        rig.stop(ServiceName.FLUSHER);
        try (Scene scene = Scene.of(rig, "new-intake");
                Flushers flushers = new Flushers(rig)) {
            flushers.startWithDefaults(1);
            long began = System.nanoTime();
            scene.fill(20);
            scene.awaitFirstFlush();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            System.out.printf("[faults] first rows %d ms after the first message%n", took.toMillis());
            assertTrue(took.compareTo(FIRST_ROWS) < 0, "first rows only after " + took);
            scene.check();
        } finally {
            rig.restart(ServiceName.FLUSHER);
        }
    }
}
