package io.openintake.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Waiting for what becomes true in its own time: the only place in our tests where a thread sleeps. */
public final class Eventually {
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 25;

    private final Duration limit;

    private Eventually(Duration limit) {
        this.limit = limit;
    }

    /** Waits at most this long instead of 30 seconds. */
    public static Eventually within(Duration limit) {
        return new Eventually(limit);
    }

    /** Returns as soon as the condition holds; an exception from it counts as "not yet". */
    public static void holds(String what, Callable<Boolean> condition) {
        within(USUAL_LIMIT).untilHolds(what, condition);
    }

    /** Returns as soon as the value equals the expected one. */
    public static <T> void equal(String what, T expected, Callable<T> actual) {
        within(USUAL_LIMIT).untilEqual(what, expected, actual);
    }

    /** Returns the value as soon as there is one. */
    public static <T> T value(String what, Callable<Optional<T>> source) {
        return within(USUAL_LIMIT).untilValue(what, source);
    }

    /** Returns as soon as the assertions pass. */
    public static void passes(String what, Assertions assertions) {
        within(USUAL_LIMIT).untilPasses(what, assertions);
    }

    /** See {@link #holds}. */
    public void untilHolds(String what, Callable<Boolean> condition) {
        poll(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** See {@link #equal}. */
    public <T> void untilEqual(String what, T expected, Callable<T> actual) {
        poll(what, () -> {
            var now = actual.call();
            if (!Objects.equals(expected, now)) {
                throw new AssertionError("expected <%s> but was <%s>".formatted(expected, now));
            }
            return Optional.of(true);
        });
    }

    /** See {@link #value}. */
    public <T> T untilValue(String what, Callable<Optional<T>> source) {
        return poll(what, source);
    }

    /** See {@link #passes}. */
    public void untilPasses(String what, Assertions assertions) {
        poll(what, () -> {
            assertions.check();
            return Optional.of(true);
        });
    }

    /** Assertions that may throw anything. */
    @FunctionalInterface
    public interface Assertions {
        void check() throws Exception;
    }

    private <T> T poll(String what, Callable<Optional<T>> source) {
        var end = System.nanoTime() + limit.toNanos();
        Throwable last;
        do {
            try {
                var value = source.call();
                if (value.isPresent()) {
                    return value.get();
                }
                last = null;
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            } catch (Exception | AssertionError e) {
                last = e;
            }
            pause(what);
        } while (System.nanoTime() < end);
        throw new AssertionError(
                "not within %s: %s%s".formatted(limit, what, last == null ? "" : "; the last try: " + last), last);
    }

    private static void pause(String what) {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private static AssertionError interrupted(String what, @Nullable InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for: " + what, cause);
    }
}
