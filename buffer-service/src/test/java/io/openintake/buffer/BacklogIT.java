package io.openintake.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.ProvisioningReported.Outcome;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class BacklogIT {
    private static final Capacity SMALL = new Capacity(1_000, 10);
    /** Its boundary is 24 messages: it blocks at 24 and opens below 23. */
    private static final Capacity ONE_PER_HOUR = new Capacity(1, 1_024);

    private static BufferBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new BufferBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void countsWhatTheGatewaysSawAndNobodyHasDelivered() throws Exception {
        RunnerDefined runner = bench.runner(SMALL);
        IntakeDefined intake = bench.intake(runner);
        try (RunningBuffer buffer = bench.start()) {
            awaitReady(intake);
            bench.produce(intake, 20);
            bench.gatewayCounted(intake, "gateway-1", 20, 4_000);
            awaitUsage(runner, 20, 4_000);
            assertTrue(bench.usage(runner).orElseThrow().oldest().isPresent());
            bench.flushed(intake, bench.topicId(intake), 1, 15);
            awaitUsage(runner, 5, 1_000);
        }
        try (RunningBuffer buffer = bench.start()) {
            Eventually.holds("ready again", buffer::isReady);
            bench.flushed(intake, bench.topicId(intake), 2, 20);
            awaitUsage(runner, 0, 0);
        }
    }

    @Test
    void blocksARunnerAndOpensItAgainWithARestartInBetween() throws Exception {
        RunnerDefined runner = bench.runner(ONE_PER_HOUR);
        IntakeDefined intake = bench.intake(runner);
        try (RunningBuffer buffer = bench.start()) {
            awaitReady(intake);
            bench.produce(intake, 23);
            awaitMessages(runner, 23);
            assertEquals(State.OPEN, bench.usage(runner).orElseThrow().state());
            bench.produce(intake, 1);
            awaitState(runner, State.BLOCKED);
            bench.flushed(intake, bench.topicId(intake), 1, 1);
            awaitMessages(runner, 23);
            assertEquals(State.BLOCKED, bench.usage(runner).orElseThrow().state());
        }
        try (RunningBuffer buffer = bench.start()) {
            Eventually.holds("ready again", buffer::isReady);
            assertEquals(State.BLOCKED, bench.usage(runner).orElseThrow().state());
            bench.flushed(intake, bench.topicId(intake), 2, 2);
            awaitState(runner, State.OPEN);
        }
    }

    @Test
    void deletesBelowThePositionOnlyAndOnlyInTheTopicItCountsIn() throws Exception {
        RunnerDefined runner = bench.runner(SMALL);
        IntakeDefined intake = bench.intake(runner);
        IntakeDefined other = bench.intake(runner);
        try (RunningBuffer buffer = bench.start()) {
            awaitReady(intake);
            awaitReady(other);
            bench.produce(intake, 20);
            bench.produce(other, 20);
            bench.flushed(other, bench.topicId(intake), 1, 20);
            bench.flushed(intake, bench.topicId(intake), 1, 7);
            Eventually.equal("log start", 7L, () -> bench.logStart(intake));
            bench.flushed(intake, bench.topicId(intake), 2, 12);
            Eventually.equal("log start", 12L, () -> bench.logStart(intake));
            assertEquals(0, bench.logStart(other));
            awaitMessages(runner, 8 + 20);
        }
    }

    @Test
    void deletesTheTopicsOfAnIntakeOnceItIsDrained() throws Exception {
        RunnerDefined runner = bench.runner(SMALL);
        IntakeDefined intake = bench.intake(runner);
        try (RunningBuffer buffer = bench.start()) {
            awaitReady(intake);
            bench.produce(intake, 10);
            IntakeDefined deleting = bench.change(intake, Lifecycle.DELETING);
            bench.flushed(intake, bench.topicId(intake), 1, 9);
            Eventually.equal("log start", 9L, () -> bench.logStart(intake));
            // one message is left: longer than the grace, and still there
            bench.flushed(intake, bench.topicId(intake), 2, 9);
            Eventually.holds("sweeps beyond the grace", new Waited(BufferBench.GRACE.multipliedBy(2)));
            assertTrue(bench.exists(intake.intake().topic()));
            bench.flushed(intake, bench.topicId(intake), 3, 10);
            Eventually.equal("outcome", Outcome.REMOVED, () -> outcome(intake));
            assertEquals(
                    deleting.version(), bench.provisioning(intake).orElseThrow().definitionVersion());
            awaitGone(intake);
            bench.removed(deleting);
            Eventually.holds("no report left", () -> bench.provisioning(intake).isEmpty());
            bench.removed(runner);
            Eventually.holds("no usage left", () -> bench.usage(runner).isEmpty());
        }
    }

    @Test
    void discardsABacklogAtOnceWhenToldSo() throws Exception {
        IntakeDefined intake = bench.intake(bench.runner(SMALL));
        try (RunningBuffer buffer = bench.start()) {
            awaitReady(intake);
            bench.produce(intake, 10);
            bench.change(intake, Lifecycle.DISCARDING);
            Eventually.equal("outcome", Outcome.REMOVED, () -> outcome(intake));
            awaitGone(intake);
        }
    }

    @Test
    void removesAnIntakeThatNeverGotAMessageThoughItWasDeletedWhileWeWereAway() throws Exception {
        IntakeDefined intake = bench.intake(bench.runner(SMALL));
        try (RunningBuffer buffer = bench.start()) {
            awaitReady(intake);
        }
        IntakeDefined deleting = bench.change(intake, Lifecycle.DELETING);
        try (RunningBuffer buffer = bench.start()) {
            Eventually.equal("outcome", Outcome.REMOVED, () -> outcome(intake));
        }
        bench.removed(deleting);
        try (RunningBuffer buffer = bench.start()) {
            Eventually.holds("no report left", () -> bench.provisioning(intake).isEmpty());
        }
    }

    /** Holds once this much time has passed: nothing else could be waited for where nothing is to happen. */
    private record Waited(long untilNs) implements java.util.concurrent.Callable<Boolean> {
        Waited(Duration time) {
            this(System.nanoTime() + time.toNanos());
        }

        @Override
        public Boolean call() {
            return System.nanoTime() > untilNs;
        }
    }

    private static void awaitGone(IntakeDefined intake) {
        Eventually.holds(
                "both topics gone",
                () -> !bench.exists(intake.intake().topic())
                        && !bench.exists(intake.intake().deadLetterTopic()));
    }

    private static void awaitReady(IntakeDefined intake) {
        Eventually.equal("outcome", Outcome.READY, () -> outcome(intake));
    }

    private static void awaitMessages(RunnerDefined runner, long messages) {
        Eventually.equal("messages", messages, () -> usage(runner).messages());
    }

    private static void awaitUsage(RunnerDefined runner, long messages, long bytes) {
        awaitMessages(runner, messages);
        Eventually.equal("bytes", bytes, () -> usage(runner).bytes());
    }

    private static void awaitState(RunnerDefined runner, State state) {
        Eventually.equal("state", state, () -> usage(runner).state());
    }

    private static UsageReported usage(RunnerDefined runner) {
        return bench.usage(runner).orElseThrow();
    }

    private static Outcome outcome(IntakeDefined intake) {
        return bench.provisioning(intake).map(ProvisioningReported::outcome).orElse(null);
    }
}
