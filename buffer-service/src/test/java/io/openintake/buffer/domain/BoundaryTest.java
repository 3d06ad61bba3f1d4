package io.openintake.buffer.domain;

import static io.openintake.contracts.event.UsageReported.State.BLOCKED;
import static io.openintake.contracts.event.UsageReported.State.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.Capacity;
import org.junit.jupiter.api.Test;

final class BoundaryTest {
    private static final Boundary BOUNDARY = new Boundary(100_000, 1_000);

    @Test
    void isTwentyFourHoursOfTheRunnersCapacity() {
        assertEquals(new Boundary(24L * 1_000 * 10 * 1_024, 24_000), Boundary.of(new Capacity(1_000, 10)));
    }

    @Test
    void blocksAtNinetyEightPercentOfTheBytes() {
        assertEquals(OPEN, BOUNDARY.next(OPEN, new Usage(97_999, 0)));
        assertEquals(BLOCKED, BOUNDARY.next(OPEN, new Usage(98_000, 0)));
    }

    @Test
    void blocksAtNinetyEightPercentOfTheMessagesThoughBytesAreFew() {
        assertEquals(OPEN, BOUNDARY.next(OPEN, new Usage(0, 979)));
        assertEquals(BLOCKED, BOUNDARY.next(OPEN, new Usage(0, 980)));
    }

    @Test
    void staysBlockedUntilBothFiguresAreBelowNinetyFivePercent() {
        assertEquals(BLOCKED, BOUNDARY.next(BLOCKED, new Usage(95_000, 0)));
        assertEquals(BLOCKED, BOUNDARY.next(BLOCKED, new Usage(94_999, 950)));
        assertEquals(OPEN, BOUNDARY.next(BLOCKED, new Usage(94_999, 949)));
    }

    @Test
    void doesNotBlockAnOpenRunnerBetweenTheMarks() {
        assertEquals(OPEN, BOUNDARY.next(OPEN, new Usage(97_000, 970)));
    }

    @Test
    void letsTheSmallestRunnerHoldItsDay() {
        Boundary smallest = Boundary.of(new Capacity(1, 1));
        assertEquals(OPEN, smallest.next(OPEN, new Usage(0, 23)));
        assertEquals(BLOCKED, smallest.next(OPEN, new Usage(0, 24)));
    }

    @Test
    void countsTheLargestRunnerWithoutOverflow() {
        Boundary largest = Boundary.of(new Capacity((int) (Capacity.MAX_KIB_PER_HOUR / 1_024), 1_024));
        assertEquals(OPEN, largest.next(OPEN, new Usage(largest.bytes() / 2, 0)));
        assertEquals(BLOCKED, largest.next(OPEN, new Usage(largest.bytes() * 3, 0)));
    }
}
