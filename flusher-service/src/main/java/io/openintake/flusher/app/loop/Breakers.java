package io.openintake.flusher.app.loop;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Circuit breakers by name: while one is open nothing passes but one probe, after 30 s, then later and later. */
final class Breakers {
    private static final int MAX_DOUBLINGS = 20;

    private final Duration first;
    private final Duration longest;
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    Breakers(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    private record Open(int failures, long probeAtMs) {}

    /** Whether work may pass; a probe keeps the others out until its turn comes again. */
    boolean passes(String name, long nowMs) {
        boolean[] passes = {true};
        open.computeIfPresent(name, (any, state) -> {
            passes[0] = nowMs >= state.probeAtMs();
            return passes[0] ? new Open(state.failures(), nowMs + delayMs(state.failures())) : state;
        });
        return passes[0];
    }

    /** Whether a probe would not pass now. */
    boolean isOpen(String name, long nowMs) {
        Open state = open.get(name);
        return state != null && nowMs < state.probeAtMs();
    }

    /** Whether the last thing that is known is a failure. */
    boolean hasFailed(String name) {
        return open.containsKey(name);
    }

    /** How many of those whose names begin so have failed last. */
    long failing(String prefix) {
        return open.keySet().stream().filter(name -> name.startsWith(prefix)).count();
    }

    void failed(String name, long nowMs) {
        open.compute(name, (any, state) -> {
            int failures = state == null ? 1 : state.failures() + 1;
            return new Open(failures, nowMs + delayMs(failures));
        });
    }

    /** A failure that only a person can mend: there is no hurry to try again. */
    void refused(String name, long nowMs) {
        open.put(name, new Open(MAX_DOUBLINGS, nowMs + longest.toMillis()));
    }

    void succeeded(String name) {
        open.remove(name);
    }

    private long delayMs(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        return Math.min(longest.toMillis(), doubled);
    }
}
