package io.openintake.flusher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Position;
import io.openintake.flusher.domain.Schedule.Reason;
import io.openintake.flusher.domain.Schedule.Situation;
import io.openintake.flusher.domain.Schedule.Wish;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Schedule.Triggers TRIGGERS = new Schedule.Triggers(100, 1_000, Duration.ofSeconds(10));

    @Test
    void waitsForTheTick() {
        assertEquals(Optional.empty(), due(at(5), 6, Wish.NONE, 7, 7));
        assertEquals(Optional.of(Reason.TICK), due(at(5), 6, Wish.NONE, 8, 7));
    }

    @Test
    void skipsATickWithoutBacklog() {
        assertEquals(Optional.empty(), due(at(5), 5, Wish.NONE, 8, 7));
        assertEquals(Optional.empty(), due(at(5), 5, Wish.DRAIN, 8, 7));
    }

    @Test
    void comesEarlyWhenABatchIsFull() {
        assertEquals(Optional.of(Reason.SIZE), due(at(5), 105, Wish.NONE, 7, 7));
        Situation large = new Situation(at(5), ends(15), Wish.NONE, 100, 0, 7, 7);
        assertEquals(Optional.of(Reason.SIZE), Schedule.due(large, TRIGGERS));
    }

    @Test
    void letsTheFirstMessagesWaitForCompanyButNotLong() {
        FlushState fresh = FlushState.initial("topic", "cluster");
        assertEquals(
                Optional.empty(), Schedule.due(new Situation(fresh, ends(1), Wish.NONE, 1, 9_999, 7, 7), TRIGGERS));
        assertEquals(
                Optional.of(Reason.FIRST),
                Schedule.due(new Situation(fresh, ends(1), Wish.NONE, 1, 10_000, 7, 7), TRIGGERS));
    }

    @Test
    void drainsAnIntakeThatIsBeingDeletedAtOnce() {
        assertEquals(Optional.of(Reason.DRAIN), due(at(5), 6, Wish.DRAIN, 7, 7));
    }

    @Test
    void flushesWhenAskedEvenWithoutBacklog() {
        assertEquals(Optional.of(Reason.REQUESTED), due(at(5), 5, Wish.REQUESTED, 7, 7));
    }

    @Test
    void resolvesWhatIsPendingAtOnceUnlessAPersonMustAnswer() {
        FlushState pending = pending(Optional.empty());
        assertEquals(Optional.of(Reason.PENDING), due(pending, 0, Wish.NONE, 7, 7));
        FlushState asking = pending(Optional.of(new Problem(Problem.COMMIT_UNKNOWN, "")));
        assertEquals(Optional.empty(), due(asking, 0, Wish.NONE, 7, 7));
        assertEquals(Optional.of(Reason.PENDING), due(asking, 0, Wish.NONE, 8, 7));
    }

    @Test
    void looksAtAnIntakeThatAsksAPersonOncePerIntervalHoweverMuchWaits() {
        FlushState asking = new FlushState(
                1,
                "topic",
                "cluster",
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Problem(Problem.DATA_LOSS_SUSPECTED, "")));
        assertEquals(Optional.empty(), due(asking, 1_000, Wish.DRAIN, 7, 7));
        assertEquals(Optional.of(Reason.SIZE), due(asking, 1_000, Wish.NONE, 8, 7));
        assertEquals(Optional.of(Reason.REQUESTED), due(asking, 1_000, Wish.REQUESTED, 7, 7));
    }

    @Test
    void ticksOncePerIntervalAtAPhaseOfItsOwn() {
        Duration interval = Duration.ofMinutes(5);
        Set<Long> changes = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            IntakeId intake = new IntakeId(new UUID(4, i * 7_919L));
            long first = Schedule.tick(intake, interval, 0);
            assertEquals(first + 1, Schedule.tick(intake, interval, interval.toMillis()));
            for (long ms = 0; ms < interval.toMillis(); ms += 1_000) {
                if (Schedule.tick(intake, interval, ms) > first) {
                    changes.add(ms);
                    break;
                }
            }
        }
        assertTrue(changes.size() > 25, "ticks are not spread: " + changes);
    }

    private static Optional<Reason> due(FlushState state, long end, Wish wish, long tick, long lastTick) {
        return Schedule.due(new Situation(state, ends(end), wish, 1, 0, tick, lastTick), TRIGGERS);
    }

    private static SortedMap<Integer, Long> ends(long end) {
        return new TreeMap<>(Map.of(0, end));
    }

    private static FlushState at(long rows) {
        TreeMap<Integer, Position> at = new TreeMap<>(Map.of(0, new Position(rows, rows, 0, 0, 0, 0)));
        return new FlushState(1, "topic", "cluster", at, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static FlushState pending(Optional<Problem> problem) {
        Pending pending = new Pending("c", "target", "uuid", "head", 1, new TreeMap<>());
        return new FlushState(1, "topic", "cluster", new TreeMap<>(), Optional.empty(), Optional.of(pending), problem);
    }
}
