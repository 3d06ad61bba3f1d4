package io.openintake.simulation;

import io.openintake.simulation.world.UserAction;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a seed is made of, drawn from the seed itself. One seed in four has a random subset of all user actions, one the
 * next pair of them, one up to three kinds of interference with the table, and one a combination that is known to be
 * dangerous, often repeated: a plain mix misses what takes two of a kind in a short time.
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
    private static final List<Integer> BAD = List.of(0, 0, 1, 2, 5, 10);
    private static final int MIN_STEPS = 300;
    private static final int MORE_STEPS = 600;

    static Profile of(long seed, RandomGenerator random) {
        List<UserAction> actions = actions(seed, random);
        return new Profile(
                actions,
                actions.isEmpty() ? 0 : 2 + random.nextInt(14),
                FAULTS.get(random.nextInt(FAULTS.size())),
                1 + random.nextInt(4),
                2 + random.nextInt(10),
                BAD.get(random.nextInt(BAD.size())),
                MIN_STEPS + random.nextInt(MORE_STEPS));
    }

    private static List<UserAction> actions(long seed, RandomGenerator random) {
        UserAction[] all = UserAction.values();
        return switch ((int) Math.floorMod(seed, 4L)) {
            case 0 -> some(random);
            case 1 -> pair(all, Math.floorMod(seed / 4, (long) all.length * all.length));
            case 2 -> few(random);
            default -> UserAction.DANGEROUS.get(random.nextInt(UserAction.DANGEROUS.size()));
        };
    }

    /** All pairs in turn. */
    private static List<UserAction> pair(UserAction[] all, long turn) {
        return List.of(all[(int) (turn / all.length)], all[(int) (turn % all.length)]);
    }

    /** Up to three of those that change what the protocol sees in the table. */
    private static List<UserAction> few(RandomGenerator random) {
        List<UserAction> few = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            few.add(UserAction.ON_TABLES.get(random.nextInt(UserAction.ON_TABLES.size())));
        }
        return few;
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
