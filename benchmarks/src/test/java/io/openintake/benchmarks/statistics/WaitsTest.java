package io.openintake.benchmarks.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WaitsTest {
    private final Waits<String> waits = new Waits<>();

    @Test
    void endTheWaitOfEverythingBelowTheMarkAndOfNothingElse() {
        waits.came("a", 0, 100);
        waits.came("a", 1, 150);
        waits.came("a", 2, 190);
        waits.came("b", 0, 100);
        waits.passed("a", 2, 200);
        assertArrayEquals(new long[] {100, 50}, all());
        assertEquals(2, waits.open());
        assertEquals(1, waits.streamsMarked());
    }

    @Test
    void countARecordThatIsHeardOfAfterItsMark() {
        waits.passed("a", 1, 200);
        waits.came("a", 0, 120);
        waits.came("a", 1, 130);
        assertArrayEquals(new long[] {80}, all());
        assertEquals(1, waits.open());
    }

    @Test
    void keepTheFirstTimeWhenAMarkIsSeenAgain() {
        waits.came("a", 0, 100);
        waits.passed("a", 1, 200);
        waits.passed("a", 1, 900);
        waits.came("a", 0, 150);
        assertArrayEquals(new long[] {100, 50}, all());
    }

    @Test
    void canBeLimitedToWhatCameInAPeriod() {
        waits.came("a", 0, 100);
        waits.came("a", 1, 200);
        waits.came("a", 2, 300);
        waits.passed("a", 3, 1_000);
        assertArrayEquals(new long[] {800}, waits.tookMs(200, 300));
    }

    private long[] all() {
        return waits.tookMs(Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
