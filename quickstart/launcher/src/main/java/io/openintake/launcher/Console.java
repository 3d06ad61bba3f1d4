package io.openintake.launcher;

import io.openintake.launcher.stack.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Talks to the person at the terminal; each step is stamped with the seconds since the start. */
final class Console implements Progress {
    private final PrintStream out;
    private final InstantSource clock;
    private final Instant start;

    Console(PrintStream out, InstantSource clock, Instant start) {
        this.out = out;
        this.clock = clock;
        this.start = start;
    }

    @Override
    public void step(String text) {
        out.printf("[%3d s] %s%n", secondsUntil(clock.instant()), text);
    }

    @Override
    public void detail(String text) {
        out.printf("[%3d s]   %s%n", secondsUntil(clock.instant()), text);
    }

    void print(String text) {
        out.println(text);
    }

    /** Seconds from the start to a moment. */
    long secondsUntil(Instant moment) {
        return Duration.between(start, moment).toSeconds();
    }
}
