package io.openintake.buffer.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WireCurveTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final long UNKNOWN = 7;

    private final WireCurve curve = new WireCurve();

    @Test
    void givesTheBytesThatWereReported() {
        curve.add("a", 10, 10, 1_000, TIME);
        curve.add("a", 20, 20, 5_000, TIME);
        assertEquals(5_000, curve.bytesBetween(0, 20, UNKNOWN));
        assertEquals(4_000, curve.bytesBetween(10, 20, UNKNOWN));
        assertEquals(2_000, curve.bytesBetween(15, 20, UNKNOWN));
    }

    @Test
    void addsUpWhatSeveralGatewaysSaw() {
        curve.add("a", 100, 60, 6_000, TIME);
        curve.add("b", 98, 40, 40_000, TIME);
        assertEquals(46_000, curve.bytesBetween(0, 100, UNKNOWN));
        curve.add("b", 150, 90, 90_000, TIME);
        assertEquals(96_000, curve.bytesBetween(0, 150, UNKNOWN));
    }

    @Test
    void fillsAHoleWithTheMeanSize() {
        curve.add("a", 10, 10, 1_000, TIME);
        assertEquals(3_000, curve.bytesBetween(0, 30, UNKNOWN));
        curve.add("b", 40, 10, 1_000, TIME);
        assertEquals(4_000, curve.bytesBetween(0, 40, UNKNOWN));
    }

    @Test
    void estimatesWithTheGivenSizeWhenNothingIsKnown() {
        assertEquals(70, curve.bytesBetween(5, 15, UNKNOWN));
        assertEquals(0, curve.bytesBetween(15, 15, UNKNOWN));
        assertEquals(0, curve.bytesBetween(20, 15, UNKNOWN));
    }

    @Test
    void isNotChangedByReportsReadAgain() {
        curve.add("a", 10, 10, 1_000, TIME);
        curve.add("a", 20, 20, 5_000, TIME);
        curve.add("a", 10, 10, 1_000, TIME);
        curve.add("a", 20, 20, 5_000, TIME);
        assertEquals(5_000, curve.bytesBetween(0, 20, UNKNOWN));
    }

    @Test
    void countsARestartedGatewayAsANewOne() {
        curve.add("a", 10, 10, 1_000, TIME);
        curve.add("a2", 15, 5, 500, TIME);
        assertEquals(1_500, curve.bytesBetween(0, 15, UNKNOWN));
    }

    @Test
    void countsNoMoreRecordsThanThereAreOffsets() {
        curve.add("a", 10, 10, 1_000, TIME);
        // a gateway whose earlier reports have expired
        curve.add("b", 20, 1_000_000, 200_000_000, TIME);
        assertEquals(1_000 + 10 * 200, curve.bytesBetween(0, 20, UNKNOWN));
    }

    @Test
    void keepsItsSizesWhenItForgetsWhatIsDelivered() {
        curve.add("a", 10, 10, 1_000, TIME);
        curve.add("a", 20, 20, 5_000, TIME);
        curve.add("a", 30, 30, 6_000, TIME);
        curve.forgetBelow(20);
        assertEquals(1_000, curve.bytesBetween(20, 30, UNKNOWN));
        assertEquals(2, curve.points());
    }

    @Test
    void saysSinceWhenARecordWaits() {
        curve.add("a", 10, 10, 1_000, TIME);
        curve.add("a", 20, 20, 5_000, TIME.plusSeconds(60));
        assertEquals(Optional.of(TIME), curve.since(9));
        assertEquals(Optional.of(TIME.plusSeconds(60)), curve.since(10));
        assertEquals(Optional.empty(), curve.since(20));
    }

    @Test
    void staysSmallAndCloseToTheTruthOverADayOfReports() {
        Random random = new Random(42);
        long[] sums = new long[50_001];
        for (int i = 1; i <= 50_000; i++) {
            sums[i] = sums[i - 1] + 100 + random.nextInt(1_000);
            curve.add("a", i, i, sums[i], TIME);
        }
        assertTrue(curve.points() <= WireCurve.MAX_POINTS);
        for (int from = 0; from < 50_000; from += 1_000) {
            double truth = sums[50_000] - sums[from];
            assertEquals(truth, (double) curve.bytesBetween(from, 50_000, UNKNOWN), truth * 0.05, "from " + from);
        }
    }
}
