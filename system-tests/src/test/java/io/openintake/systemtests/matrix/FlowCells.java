package io.openintake.systemtests.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.systemtests.matrix.Trial.Load;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a client makes of a full buffer. Each cell returns the figure to show, or throws. */
final class FlowCells {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Just below the longest hold, 8 s. */
    private static final Duration HOLD = Duration.ofSeconds(7);
    /** Half of it is held before a refusal. */
    private static final int SHORT_TIMEOUT_MS = 2_000;

    private static final int REFUSALS = 2;

    private final Surroundings surroundings;
    private final Usage usage;

    FlowCells(Surroundings surroundings, Usage usage) {
        this.surroundings = surroundings;
        this.usage = usage;
    }

    String hold(Trial trial) throws Exception {
        Load load = Load.of("hold", 3).with(trial.bestIdempotence());
        surroundings.refusing().lock();
        usage.block(trial.runner());
        try (ClientProcess process = trial.produce("SCRAM-SHA-512", load)) {
            long refused = surroundings.figures().refusedForRoom();
            awaitHeld(process);
            long begun = System.nanoTime();
            Eventually.holds("the hold lasts", () -> System.nanoTime() - begun >= HOLD.toNanos());
            assertTrue(process.told("acked").isEmpty(), process::story);
            assertFalse(process.hasEnded(), process::story);
            usage.open(trial.runner());
            awaitExactlyOnce(process, trial, load);
            assertEquals(refused, surroundings.figures().refusedForRoom(), "refusals during a hold");
            return "after %.1f s".formatted((double) (System.nanoTime() - begun) / TimeUnit.SECONDS.toNanos(1));
        } finally {
            usage.open(trial.runner());
            surroundings.refusing().unlock();
        }
    }

    String refused(Trial trial) throws Exception {
        Load load = Load.of("refused", 1).with(trial.bestIdempotence()).withTimeoutMs(SHORT_TIMEOUT_MS);
        surroundings.refusing().lock();
        usage.block(trial.runner());
        try (ClientProcess process = trial.produce("SCRAM-SHA-512", load)) {
            long before = surroundings.figures().refusedForRoom();
            Eventually.within(LIMIT)
                    .untilHolds("two refusals", () -> surroundings.figures().refusedForRoom() >= before + REFUSALS);
            assertTrue(process.told("acked").isEmpty(), process::story);
            usage.open(trial.runner());
            awaitExactlyOnce(process, trial, load);
            return "%d refusals".formatted(surroundings.figures().refusedForRoom() - before);
        } finally {
            usage.open(trial.runner());
            surroundings.refusing().unlock();
        }
    }

    private void awaitHeld(ClientProcess process) {
        process.await(LIMIT, "that it sends", event -> event.name().equals("sending"));
        Eventually.within(LIMIT)
                .untilHolds("a held request", () -> surroundings.figures().held() > 0);
    }

    private void awaitExactlyOnce(ClientProcess process, Trial trial, Load load) throws Exception {
        process.awaitEnd(LIMIT);
        assertTrue(process.told("failed").isEmpty(), process::story);
        assertEquals(
                ProduceCells.ids(load), process.ids("acked").stream().sorted().toList());
        assertEquals(
                ProduceCells.ids(load),
                surroundings.log().ids(trial.topic(), load.prefix()).stream()
                        .sorted()
                        .toList());
    }
}
