package io.openintake.simulation;

import io.openintake.simulation.mutation.Mutant;
import io.openintake.simulation.mutation.Mutation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

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
        boolean mutations = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--seeds" -> seeds = number(arguments, ++i);
                case "--first" -> first = number(arguments, ++i);
                case "--mutations" -> mutations = true;
                case "--trace" -> {
                    return trace(number(arguments, ++i));
                }
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        return mutations ? mutations(first, seeds) : search(first, seeds);
    }

    private static long number(String[] arguments, int at) {
        if (at >= arguments.length) {
            throw new IllegalArgumentException(arguments[at - 1] + " needs a number");
        }
        return Long.parseLong(arguments[at]);
    }

    private static int search(long first, long seeds) {
        long begun = System.nanoTime();
        Search.Seed seed = new Search.Seed();
        Optional<Search.Found> found = Search.first(seed, first, seeds);
        long ms = (System.nanoTime() - begun) / 1_000_000;
        if (found.isEmpty()) {
            System.out.println("seeds=" + seeds + " first=" + first + " violations=0 " + seed.figures() + " ms=" + ms);
            return 0;
        }
        int unused = trace(found.get().seed());
        System.out.println("replay: ./intake sim --trace " + found.get().seed());
        return 1;
    }

    /** Plants each defect in turn, and searches until a seed shows it. */
    private static int mutations(long first, long seeds) {
        Path root = Path.of(System.getProperty("openintake.root", ""));
        List<Mutation> all = Mutation.all(root.resolve("system-tests/simulation/mutations"));
        int caught = 0;
        for (Mutation mutation : all) {
            LongFunction<String> seed = Mutant.of(mutation, root, Search.Seed.class.getName());
            Optional<Search.Found> found = Search.first(seed, first, seeds);
            caught += found.isPresent() ? 1 : 0;
            System.out.println(found.map(one ->
                            "caught " + mutation.name() + " seeds=" + (one.seed() - first + 1) + " " + one.violation())
                    .orElseGet(() -> "MISSED " + mutation.name() + ", which breaks: " + mutation.promise()));
        }
        System.out.println("caught=" + caught + "/" + all.size());
        return caught == all.size() ? 0 : 1;
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
