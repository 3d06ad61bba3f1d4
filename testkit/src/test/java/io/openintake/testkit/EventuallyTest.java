package io.openintake.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EventuallyTest {
    private static final Eventually SOON = Eventually.within(Duration.ofMillis(120));

    @Test
    void returnsAsSoonAsTheConditionHolds() {
        var tries = new AtomicInteger();
        Eventually.holds("three tries", () -> tries.incrementAndGet() == 3);
        assertEquals(3, tries.get());
    }

    @Test
    void returnsTheValueOnceThereIsOne() {
        var tries = new AtomicInteger();
        var value = Eventually.value(
                "the second try", () -> tries.incrementAndGet() < 2 ? Optional.empty() : Optional.of("row"));
        assertEquals("row", value);
    }

    @Test
    void saysWhatItWaitedForAndWhatItSawLast() {
        var failure = assertThrows(AssertionError.class, () -> SOON.untilEqual("rows in the table", 5, () -> 4));
        assertTrue(failure.getMessage().contains("rows in the table"), failure.getMessage());
        assertTrue(failure.getMessage().contains("expected <5> but was <4>"), failure.getMessage());
    }

    @Test
    void takesAnExceptionForNotYetAndReportsItInTheEnd() {
        var failure = assertThrows(
                AssertionError.class,
                () -> SOON.untilHolds("a connection", () -> {
                    throw new java.io.IOException("connection refused");
                }));
        assertTrue(failure.getMessage().contains("connection refused"), failure.getMessage());
    }
}
