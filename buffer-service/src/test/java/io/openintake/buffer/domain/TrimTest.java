package io.openintake.buffer.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.buffer.domain.Trim.DeleteBelow;
import io.openintake.buffer.domain.Trim.Keep;
import io.openintake.buffer.domain.Trim.Reason;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TrimTest {
    private static final String TOPIC_ID = "abc";

    @Test
    void deletesBelowThePositionAndNowhereElse() {
        assertEquals(new DeleteBelow(40), Trim.decide(at(40), TOPIC_ID, 0, 100, 0));
        assertEquals(new DeleteBelow(40), Trim.decide(at(40), TOPIC_ID, 0, 40, 39));
    }

    @Test
    void keepsEverythingWhileNobodySaysWhatIsDelivered() {
        assertEquals(new Keep(Reason.NO_STATE), Trim.decide(Optional.empty(), TOPIC_ID, 0, 100, 0));
    }

    @Test
    void keepsAPartitionThatTheStateDoesNotName() {
        assertEquals(new Keep(Reason.NOTHING_NEW), Trim.decide(at(40), TOPIC_ID, 1, 100, 0));
    }

    @Test
    void keepsATopicThatWasMadeAnew() {
        assertEquals(new Keep(Reason.OTHER_TOPIC), Trim.decide(at(40), "other", 0, 100, 0));
    }

    @Test
    void keepsEverythingWhenThePositionIsAboveTheEnd() {
        assertEquals(new Keep(Reason.ABOVE_END), Trim.decide(at(40), TOPIC_ID, 0, 39, 0));
    }

    @Test
    void deletesNothingTwice() {
        assertEquals(new Keep(Reason.NOTHING_NEW), Trim.decide(at(40), TOPIC_ID, 0, 100, 40));
        assertEquals(new Keep(Reason.NOTHING_NEW), Trim.decide(at(40), TOPIC_ID, 0, 100, 41));
    }

    private static Optional<FlushState> at(long to) {
        return Optional.of(new FlushState(
                1,
                TOPIC_ID,
                "cluster",
                new TreeMap<>(Map.of(0, new Position(to, to, 0, 0, 0, 0))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }
}
