package io.openintake.flusher.app.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakersTest {
    private final Breakers breakers = new Breakers(Duration.ofSeconds(30), Duration.ofMinutes(5));

    @Test
    void letsOneProbePassWhenItsTimeHasCome() {
        breakers.failed("catalog", 0);
        assertFalse(breakers.passes("catalog", 29_999));
        assertTrue(breakers.passes("catalog", 30_000));
        assertFalse(breakers.passes("catalog", 30_001));
        assertTrue(breakers.passes("other", 0));
    }

    @Test
    void waitsLongerWithEveryFailureUpToTheLongest() {
        breakers.failed("catalog", 0);
        breakers.failed("catalog", 0);
        assertTrue(breakers.isOpen("catalog", 59_999));
        assertFalse(breakers.isOpen("catalog", 60_000));
        for (int i = 0; i < 50; i++) {
            breakers.failed("catalog", 0);
        }
        assertTrue(breakers.isOpen("catalog", 299_999));
        assertFalse(breakers.isOpen("catalog", 300_000));
    }

    @Test
    void closesWithTheFirstSuccess() {
        breakers.refused("catalog", 0);
        assertTrue(breakers.isOpen("catalog", 299_999));
        breakers.succeeded("catalog");
        assertTrue(breakers.passes("catalog", 1));
    }

    @Test
    void countsWhatFailedLastByItsKind() {
        breakers.failed("catalog a", 0);
        breakers.failed("catalog b", 0);
        breakers.failed("intake 1", 0);
        breakers.succeeded("catalog a");
        assertEquals(1, breakers.failing("catalog "));
        assertEquals(1, breakers.failing("intake "));
    }
}
