package io.openintake.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A part of what {@code ./intake sim} runs. A violation names its seed. */
final class FlushProtocolSimTest {
    private static final long SEEDS = 6_000;

    @Test
    void losesNothingAndRepeatsNothing() {
        Search.Seed seed = new Search.Seed();
        assertEquals(Optional.empty(), Search.first(seed, 1, SEEDS));
        assertTrue(seed.figures().commits() > 2 * SEEDS, "hardly anything was flushed: " + seed.figures());
        assertTrue(seed.figures().withdrawals() > SEEDS / 10, "hardly any intent was in doubt: " + seed.figures());
        assertTrue(seed.figures().questions() > SEEDS / 10, "hardly anybody was asked: " + seed.figures());
    }
}
