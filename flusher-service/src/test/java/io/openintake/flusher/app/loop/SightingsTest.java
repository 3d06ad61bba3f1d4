package io.openintake.flusher.app.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private final Sightings sightings = new Sightings();

    @Test
    void countsFromTheOldestRecordThatIsNotDeliveredAndNotFromTheLastFlush() {
        assertEquals(0, sightings.sinceMs(at(0), at(0), 1_000));
        assertEquals(2_000, sightings.sinceMs(at(0), at(5), 2_000));
        assertEquals(2_000, sightings.sinceMs(at(0), at(5), 3_000));
        assertEquals(2_000, sightings.sinceMs(at(0), at(9), 4_000));
        assertEquals(2_000, sightings.sinceMs(at(4), at(9), 5_000), "a part of the batch");
        assertEquals(4_000, sightings.sinceMs(at(5), at(9), 6_000), "what came later is left");
        assertEquals(0, sightings.sinceMs(at(9), at(9), 7_000));
        assertEquals(8_000, sightings.sinceMs(at(9), at(10), 8_000));
    }

    @Test
    void neverMakesABacklogSeemYoungerHoweverLongItGrows() {
        for (int sweep = 1; sweep <= 10_000; sweep++) {
            assertEquals(5, sightings.sinceMs(at(0), at(sweep), sweep * 5L));
        }
        for (long position = 1; position < 10_000; position += 97) {
            long since = sightings.sinceMs(at(position), at(10_000), 60_000);
            long trueSince = (position + 1) * 5;
            assertTrue(since > 0 && since <= trueSince, "at " + position + ": " + since + " of " + trueSince);
        }
    }

    private static SortedMap<Integer, Long> at(long offset) {
        return new TreeMap<>(Map.of(0, offset));
    }
}
