package io.openintake.registry.domain.value;

import java.time.Duration;

/** How long messages wait at most before they are flushed, in whole seconds, at most a day. */
public record FlushInterval(Duration length) {
    private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

    public static final FlushInterval DEFAULT = new FlushInterval(Duration.ofMinutes(5));

    public FlushInterval {
        if (length.isNegative() || length.isZero() || length.toSeconds() > MAX_SECONDS) {
            throw new IllegalArgumentException("must be 1 to " + MAX_SECONDS + " seconds");
        }
    }

    /** Whole seconds. */
    public long seconds() {
        return length.toSeconds();
    }

    /** Parses what an owner asks for; an operator may demand more than a second. */
    public static FlushInterval ofSeconds(int seconds, int minSeconds) {
        if (seconds < minSeconds || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException("must be " + minSeconds + " to " + MAX_SECONDS + " seconds");
        }
        return new FlushInterval(Duration.ofSeconds(seconds));
    }
}
