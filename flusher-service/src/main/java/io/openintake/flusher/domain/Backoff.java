package io.openintake.flusher.domain;

/** Waits between attempts at one commit: 0.1 s, doubled each time, at most 5 s. */
final class Backoff {
    private static final long FIRST_MS = 100;
    private static final long MAX_MS = 5_000;
    private static final int MAX_DOUBLINGS = 10;

    private Backoff() {}

    static long ms(int attempt) {
        return Math.min(MAX_MS, FIRST_MS << Math.min(attempt, MAX_DOUBLINGS));
    }
}
