package io.openintake.simulation;

import io.openintake.simulation.world.UserAction;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a seed is made of, drawn from the seed itself. Every other seed is focused: two kinds of user action only, often
 * repeated, because a plain mix misses what takes two of a kind in a short time.
 */
record Profile(
        List<UserAction> actions,
        int userPercent,
        int faultPercent,
        int flushers,
        int lifecyclePercent,
        int badShare,
        int steps) {
    private static final List<Integer> FAULTS = List.of(2, 6, 10, 15, 25, 45);
    private static final List<Integer> BAD = List.of(0, 2, 5, 9, 10);
    private static final int MIN_STEPS = 150;
    private static final int MORE_STEPS = 250;

    static Profile of(long seed, RandomGenerator random) {
        boolean isFocused = seed % 2 != 0;
        List<UserAction> actions = isFocused ? pair(seed) : some(random);
        return new Profile(
                actions,
                actions.isEmpty() ? 0 : (isFocused ? 6 : 3) + random.nextInt(20),
                FAULTS.get(random.nextInt(FAULTS.size())),
                1 + random.nextInt(4),
                2 + random.nextInt(10),
                BAD.get(random.nextInt(BAD.size())),
                MIN_STEPS + random.nextInt(MORE_STEPS));
    }

    /** The focused seeds go through all pairs in turn. */
    private static List<UserAction> pair(long seed) {
        UserAction[] all = UserAction.values();
        long turn = Math.floorMod(seed / 2, (long) all.length * all.length);
        return List.of(all[(int) (turn / all.length)], all[(int) (turn % all.length)]);
    }

    private static List<UserAction> some(RandomGenerator random) {
        List<UserAction> some = new ArrayList<>();
        int percent = random.nextInt(100);
        for (UserAction action : UserAction.values()) {
            if (random.nextInt(100) < percent) {
                some.add(action);
            }
        }
        return some;
    }
}
