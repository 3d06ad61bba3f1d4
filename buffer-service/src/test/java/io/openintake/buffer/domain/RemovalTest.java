package io.openintake.buffer.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.buffer.domain.Removal.Delete;
import io.openintake.buffer.domain.Removal.Drain;
import io.openintake.buffer.domain.Removal.Drained;
import io.openintake.buffer.domain.Removal.Keep;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RemovalTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Drain DRAINED = new Drain("abc", Map.of(0, 5L), state("abc", 5, Optional.empty()));

    @Test
    void keepsAnIntakeThatIsInUse() {
        assertEquals(new Keep(), decide(Lifecycle.ACTIVE, DRAINED, new Keep()));
    }

    @Test
    void discardsAtOnceWhateverIsLeft() {
        assertEquals(new Delete(), Removal.decide(Lifecycle.DISCARDING, Optional.empty(), new Keep(), NOW, GRACE));
    }

    @Test
    void waitsForTheGraceAfterTheLastMessageIsDelivered() {
        assertEquals(new Drained(NOW), decide(Lifecycle.DELETING, DRAINED, new Keep()));
        Removal early = new Drained(NOW.minusSeconds(9));
        assertEquals(early, decide(Lifecycle.DELETING, DRAINED, early));
        assertEquals(new Delete(), decide(Lifecycle.DELETING, DRAINED, new Drained(NOW.minusSeconds(10))));
    }

    @Test
    void startsTheGraceAnewWhenAMessageComesInLate() {
        Drain late = new Drain("abc", Map.of(0, 6L), state("abc", 5, Optional.empty()));
        assertEquals(new Keep(), decide(Lifecycle.DELETING, late, new Drained(NOW.minusSeconds(9))));
    }

    @Test
    void deletesAnIntakeThatNeverGotAMessage() {
        Drain empty = new Drain("abc", Map.of(0, 0L, 1, 0L), Optional.empty());
        assertEquals(new Drained(NOW), decide(Lifecycle.DELETING, empty, new Keep()));
    }

    @Test
    void keepsMessagesOfWhichNobodyHasSaidThatTheyAreDelivered() {
        assertEquals(
                new Keep(), decide(Lifecycle.DELETING, new Drain("abc", Map.of(0, 5L), Optional.empty()), new Keep()));
    }

    @Test
    void keepsATopicWhosePositionsCountInAnotherOne() {
        Drain other = new Drain("abc", Map.of(0, 5L), state("other", 5, Optional.empty()));
        assertEquals(new Keep(), decide(Lifecycle.DELETING, other, new Keep()));
    }

    @Test
    void keepsATopicWhileACommitIsInDoubt() {
        Pending pending = new Pending("c", "t", "u", "", 0, new TreeMap<>());
        Drain inDoubt = new Drain("abc", Map.of(0, 5L), state("abc", 5, Optional.of(pending)));
        assertEquals(new Keep(), decide(Lifecycle.DELETING, inDoubt, new Keep()));
    }

    @Test
    void concludesNothingFromAnEndThatIsNotKnown() {
        assertEquals(new Keep(), Removal.decide(Lifecycle.DELETING, Optional.empty(), new Keep(), NOW, GRACE));
    }

    private static Removal decide(Lifecycle lifecycle, Drain drain, Removal before) {
        return Removal.decide(lifecycle, Optional.of(drain), before, NOW, GRACE);
    }

    private static Optional<FlushState> state(String topicId, long to, Optional<Pending> pending) {
        return Optional.of(new FlushState(
                1,
                topicId,
                "cluster",
                new TreeMap<>(Map.of(0, new Position(to, to, 0, 0, 0, 0))),
                Optional.empty(),
                pending,
                Optional.empty()));
    }
}
