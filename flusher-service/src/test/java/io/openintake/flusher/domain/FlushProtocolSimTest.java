package io.openintake.flusher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Several flushers, of which all but one are deposed; kills before and after every effect; commits that arrive late,
 * twice or never; users who append, compact, expire, roll back, replace, drop and edit. A failure names its seed.
 */
class FlushProtocolSimTest {
    private static final int SEEDS = Integer.getInteger("openintake.sim.seeds", 6_000);
    private static final long FIRST_SEED = Long.getLong("openintake.sim.first", 1);
    private static final int CHAOS_STEPS = 260;
    private static final int QUIET_STEPS = 4_000;

    @Test
    void losesNothingAndRepeatsNothing() {
        runSeeds(6, 15);
    }

    @Test
    void losesNothingAndRepeatsNothingWhileUsersEditTheTableAllTheTime() {
        runSeeds(25, 8);
    }

    @Test
    void losesNothingAndRepeatsNothingWhenHalfOfAllAnswersAreFaults() {
        runSeeds(3, 50);
    }

    private static void runSeeds(int userPercent, int faultPercent) {
        int flushed = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS / 3; seed++) {
            try {
                flushed += run(seed, userPercent, faultPercent);
            } catch (RuntimeException | AssertionError wrong) {
                throw new AssertionError("seed " + seed + ": " + wrong.getMessage(), wrong);
            }
        }
        assertTrue(flushed > SEEDS, "the simulation hardly flushed anything: " + flushed);
    }

    private static int run(long seed, int userPercent, int faultPercent) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        SimWorld world = new SimWorld(random);
        List<SimFlusher> flushers = new ArrayList<>();
        for (int step = 0; step < CHAOS_STEPS; step++) {
            chaos(world, flushers, userPercent, faultPercent);
        }
        quiesce(world, flushers);
        world.assertExactlyOnce();
        return world.table.everAdded().size();
    }

    private static void chaos(SimWorld world, List<SimFlusher> flushers, int userPercent, int faultPercent) {
        int dice = world.random.nextInt(100);
        if (flushers.isEmpty() || dice < 3) {
            flushers.add(new SimFlusher(world, new SimFlusher.Faults(faultPercent)));
        } else if (dice < 5) {
            flushers.remove(world.random.nextInt(flushers.size()));
        } else if (dice < 15) {
            world.produce();
        } else if (dice < 15 + userPercent) {
            world.userActs();
        } else if (dice < 20 + userPercent) {
            world.deliverTravelling();
        } else {
            flushers.get(world.random.nextInt(flushers.size())).step();
        }
    }

    /** The faults stop, one flusher goes on, zombies and late commits still arrive. */
    private static void quiesce(SimWorld world, List<SimFlusher> zombies) {
        SimFlusher owner = new SimFlusher(world, new SimFlusher.Faults(0));
        int quietSteps = 0;
        boolean idle = false;
        while (!(idle && world.isDrained() && world.travelling.isEmpty() && zombies.isEmpty())) {
            assertTrue(quietSteps++ < QUIET_STEPS, "it does not come to rest");
            owner.step();
            idle = owner.current()
                    .filter(effect -> effect instanceof Effect.Finish(Outcome.Idle nothing))
                    .isPresent();
            world.deliverTravelling();
            if (!zombies.isEmpty()) {
                SimFlusher zombie = zombies.get(world.random.nextInt(zombies.size()));
                zombie.step();
                if (zombie.current().isEmpty()) {
                    zombies.remove(zombie);
                }
            }
        }
        assertEquals(List.of(), world.travelling);
    }
}
