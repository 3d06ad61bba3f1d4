package io.openintake.benchmarks.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {
    private final long[] oneToThousand = LongStream.rangeClosed(1, 1_000).toArray();

    @Test
    void namesTheValueThatTheShareOfAllValuesDoesNotExceed() {
        Quantiles quantiles = Quantiles.of(oneToThousand, 1_000);
        assertEquals(500, quantiles.at(0.5));
        assertEquals(990, quantiles.at(0.99));
        assertEquals(999, quantiles.at(0.999));
        assertEquals(1_000, quantiles.at(1));
        assertEquals(1, quantiles.at(0));
    }

    @Test
    void countsOnlyTheValuesThatAreThere() {
        long[] values = {7, 3, 5, 0, 0, 0};
        assertEquals(3, Quantiles.of(values, 3).at(0));
        assertArrayEquals(new long[] {7, 3, 5, 0, 0, 0}, values);
    }

    @Test
    void hasNoQuantilesOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> Quantiles.of(new long[0], 0));
        assertThrows(IllegalArgumentException.class, () -> Quantiles.of(new long[1], 2));
    }
}
