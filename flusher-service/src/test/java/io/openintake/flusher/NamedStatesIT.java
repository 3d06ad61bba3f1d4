package io.openintake.flusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.TableReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.Position;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must not be decided alone is asked, by name and exact offsets, and goes on with the answer. */
class NamedStatesIT {
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
    void asksAboutRecordsThatAreGoneAndGoesOnWithoutThemWhenTold() throws Exception {
        bench.produce("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        bench.trim(1, 0);
        try (RunningFlusher flusher = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), point -> {})) {
            awaitQuestion(Problem.DATA_LOSS_SUSPECTED, new OffsetRange(0, 0, 1));
            assertTrue(flusher.isReady());
            Eventually.equal("told", Problem.DATA_LOSS_SUSPECTED, this::reasonReported);
            assertEquals(List.of(), bench.column("n"));
            bench.publish(new Command.GapAccepted(bench.intake, 0, 0, 2));
            bench.publish(new Command.GapAccepted(bench.intake, 0, 0, 1));
            Eventually.equal("rows", Set.of(1L, 2L, 3L), this::rows);
            Eventually.equal("told", "", this::reasonReported);
        }
        assertEquals(1, sum(Position::lost));
        assertEquals(3, sum(Position::rows));
    }

    @Test
    void tellsALostStateFromLostDataAndGoesOnWhereAPersonSays() throws Exception {
        bench.produce("{\"n\":0}", "{\"n\":1}", "broken");
        try (RunningFlusher flusher = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), point -> {})) {
            Eventually.equal("rows", Set.of(0L, 1L), this::rows);
            Eventually.equal("settled", 3L, () -> sum(Position::to));
            assertTrue(flusher.isReady());
        }
        bench.loseState();
        bench.trim(2, 1);
        bench.produce("{\"n\":4}", "{\"n\":5}");
        try (RunningFlusher flusher = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), point -> {})) {
            awaitQuestion(Problem.STATE_LOST, new OffsetRange(0, 0, 2), new OffsetRange(1, 0, 1));
            assertTrue(flusher.isReady());
            bench.publish(new Command.StateRebuilt(
                    bench.intake, new TreeMap<>(Map.of(0, 2L, 1, 1L)), new TreeMap<>(Map.of(0, 2L, 1, 1L)), 1));
            Eventually.equal("rows", Set.of(0L, 1L, 4L, 5L), this::rows);
            Eventually.equal("settled", 5L, () -> sum(Position::to));
        }
        assertEquals(4, bench.column("n").size(), "nothing twice");
        assertEquals(1, bench.deadLetters().size());
        assertEquals(1, sum(Position::dead));
        assertEquals(2, sum(Position::rows), "counted since");
    }

    @Test
    void countsAnewInATopicThatWasMadeAnewWhileItWasRead() throws Exception {
        bench.produce("{\"n\":0}", "{\"n\":1}");
        try (RunningFlusher flusher = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), this::recreateOnce)) {
            Eventually.equal("rows", Set.of(0L, 1L), this::rows);
            armed = true;
            bench.produce("{\"n\":2}", "{\"n\":3}", "{\"n\":4}");
            Eventually.within(Duration.ofSeconds(90)).untilEqual("rows", Set.of(0L, 1L, 10L), this::rows);
            assertTrue(flusher.isReady());
            Eventually.equal(
                    "event",
                    true,
                    () -> bench.events(InternalTopic.STATUS).stream()
                            .anyMatch(event -> event instanceof TableReported report
                                    && report.kind() == TableReported.Kind.TOPIC_RECREATED
                                    && report.detail().endsWith("were delivered 0:0..0, 1:0..0")));
        }
        assertEquals(3, bench.column("n").size(), "no row of the old topic at an offset of the new one");
        assertEquals(1, sum(Position::to));
    }

    private volatile boolean armed;

    /** The batch has been read and converted; then it is another topic. */
    private void recreateOnce(String point) {
        if (armed && point.equals("f.converted")) {
            armed = false;
            try {
                bench.recreateTopic();
                Eventually.passes("produced", () -> bench.produce("{\"n\":10}"));
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }
    }

    private void awaitQuestion(String code, OffsetRange... ranges) {
        Eventually.equal(
                code,
                Optional.of(List.of(ranges)),
                () -> bench.state()
                        .flatMap(FlushState::problem)
                        .filter(problem -> problem.is(code))
                        .map(Problem::ranges));
    }

    private String reasonReported() {
        return bench.events(InternalTopic.STATUS).stream()
                .filter(DeliveryReported.class::isInstance)
                .map(DeliveryReported.class::cast)
                .reduce((first, last) -> last)
                .map(DeliveryReported::reasonCode)
                .orElse("nothing");
    }

    private long sum(ToLongFunction<Position> count) {
        return bench.state().stream()
                .flatMap(state -> state.at().values().stream())
                .mapToLong(count)
                .sum();
    }

    private Set<Object> rows() {
        return new TreeSet<>(bench.column("n"));
    }
}
