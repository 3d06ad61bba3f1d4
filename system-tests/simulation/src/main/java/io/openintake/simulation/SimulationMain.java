package io.openintake.simulation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The command behind {@code ./intake sim}. */
public final class SimulationMain {
    private static final long DEFAULT_SEEDS = 50_000;
    /** A run that does not come to rest would say the same for ever. */
    private static final int MAX_LINES = 1_000;

    private SimulationMain() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        long seeds = DEFAULT_SEEDS;
        long first = 1;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--seeds" -> seeds = Long.parseLong(arguments[++i]);
                case "--first" -> first = Long.parseLong(arguments[++i]);
                case "--trace" -> {
                    return trace(Long.parseLong(arguments[++i]));
                }
                default -> throw new IllegalArgumentException(arguments[i]);
            }
        }
        return search(first, seeds);
    }

    private static int search(long first, long seeds) {
        long begun = System.nanoTime();
        Optional<Search.Found> found = Search.first(new Search.Seed(), first, seeds);
        long ms = (System.nanoTime() - begun) / 1_000_000;
        if (found.isEmpty()) {
            System.out.println("seeds=" + seeds + " first=" + first + " violations=0 ms=" + ms);
            return 0;
        }
        int unused = trace(found.get().seed());
        System.out.println("replay: ./intake sim --trace " + found.get().seed());
        return 1;
    }

    private static int trace(long seed) {
        try {
            AtomicInteger lines = new AtomicInteger();
            SeedRun.run(seed, line -> {
                if (lines.incrementAndGet() <= MAX_LINES) {
                    System.out.println(line.get());
                }
            });
            System.out.println("seed " + seed + " keeps every promise");
            return 0;
        } catch (RuntimeException violation) {
            System.out.println("VIOLATION seed " + seed + ": " + violation);
            violation.printStackTrace(System.out);
            return 1;
        }
    }
}
