package io.openintake.dlq.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class LogRangeTest {
    @Test
    void isSettledWhenNoTransactionIsUnderWay() {
        assertTrue(new LogRange(0, 10, 10).isSettled());
        assertFalse(new LogRange(0, 9, 10).isSettled());
    }

    @Test
    void estimatesWhatIsLeftByItsShareOfTheOffsets() {
        assertEquals(90, new LogRange(0, 100, 100).estimateOpen(90));
        assertEquals(45, new LogRange(50, 100, 100).estimateOpen(90));
        assertEquals(0, new LogRange(100, 100, 100).estimateOpen(90));
        assertEquals(0, new LogRange(0, 0, 0).estimateOpen(0));
    }
}
