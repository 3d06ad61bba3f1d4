package io.openintake.simulation;

import io.openintake.simulation.oracle.Figures;
import io.openintake.simulation.world.Trace;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/** Goes through seeds on all cores until one breaks a promise. */
/* public, as its seeds are made by reflection */
public final class Search {
    private static final int AT_ONCE = 16;

    private Search() {}

    /** A seed that breaks a promise, and which. */
    record Found(long seed, String violation) {}

    /** What a seed breaks; the empty text when it breaks nothing. Loaded anew for each mutation. */
    public static final class Seed implements LongFunction<String> {
        private final AtomicReference<Figures> figures = new AtomicReference<>(Figures.NONE);

        @Override
        public String apply(long seed) {
            try {
                Figures more = SeedRun.run(seed, Trace.SILENT);
                figures.updateAndGet(known -> known.plus(more));
                return "";
            } catch (RuntimeException violation) {
                return violation.toString();
            }
        }

        /** What happened in all seeds together. */
        Figures figures() {
            return Objects.requireNonNull(figures.get());
        }
    }

    /** The first seed from there on that breaks a promise, if one of so many does. */
    static Optional<Found> first(LongFunction<String> seed, long from, long seeds) {
        AtomicLong next = new AtomicLong(from);
        ConcurrentSkipListMap<Long, String> found = new ConcurrentSkipListMap<>();
        Runnable work = () -> {
            while (found.isEmpty()) {
                long begin = next.getAndAdd(AT_ONCE);
                long end = Math.min(begin + AT_ONCE, from + seeds);
                if (begin >= end) {
                    return;
                }
                runAll(seed, begin, end, found);
            }
        };
        Thread[] threads = new Thread[Runtime.getRuntime().availableProcessors()];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform().name("seeds-" + i).start(work);
        }
        for (Thread thread : threads) {
            await(thread);
        }
        return Optional.ofNullable(found.firstEntry()).map(entry -> new Found(entry.getKey(), entry.getValue()));
    }

    private static void runAll(
            LongFunction<String> seed, long begin, long end, ConcurrentSkipListMap<Long, String> found) {
        for (long at = begin; at < end; at++) {
            String violation = seed.apply(at);
            if (!violation.isEmpty()) {
                found.put(at, violation);
                return;
            }
        }
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
