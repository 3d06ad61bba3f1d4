package io.openintake.benchmarks.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final double EXACT = 1e-12;

    @Test
    void takesTheMiddleOfAnOddNumberAndTheMeanOfTheTwoInTheMiddleOfAnEvenOne() {
        assertEquals(new Spread(3, 1, 9, 3), Spread.of(List.of(9.0, 1.0, 3.0)));
        assertEquals(new Spread(4, 1, 9, 4), Spread.of(List.of(9.0, 1.0, 3.0, 5.0)));
    }

    @Test
    void oneOutlierDoesNotMoveTheMedian() {
        assertEquals(10, Spread.of(List.of(10.0, 10.0, 10_000.0)).median());
    }

    @Test
    void ratiosAreTakenRoundByRoundSoThatASlowRoundDoesNotCount() {
        Spread ratio = Spread.ofRatios(List.of(90.0, 9.0, 45.0), List.of(100.0, 10.0, 50.0));
        assertEquals(0.9, ratio.median(), EXACT);
        assertEquals(0.9, ratio.min(), EXACT);
        assertEquals(0.9, ratio.max(), EXACT);
    }

    @Test
    void differencesAreTakenRoundByRound() {
        assertEquals(new Spread(1, -1, 2, 3), Spread.ofDifferences(List.of(3.0, 5.0, 9.0), List.of(2.0, 6.0, 7.0)));
    }

    @Test
    void doublingAndHalvingCancelOutInTheMeanOfRatios() {
        assertEquals(1, Spread.geometricMean(List.of(2.0, 0.5)), EXACT);
    }

    @Test
    void refusesNothingAndUnpairedValues() {
        assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Spread.ofRatios(List.of(1.0), List.of()));
    }

    @Test
    void writesMedianAndRange() {
        assertEquals("2.0 [1.0–3.0]", Spread.of(List.of(1.0, 2.0, 3.0)).text(".1f"));
    }
}
