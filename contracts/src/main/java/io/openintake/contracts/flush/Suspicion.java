package io.openintake.contracts.flush;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Offsets among which one may crash the process that converts it (ADR 0020). It begins at the positions.
 *
 * @param to where the suspects end, per partition
 * @param trying where the part ends that somebody converts now; empty when nobody does
 * @param crashes how many processes were never heard of again while they converted just these suspects
 * @param by the process that wrote this. Another one that finds {@code trying} filled in knows that this one is gone
 */
public record Suspicion(SortedMap<Integer, Long> to, SortedMap<Integer, Long> trying, int crashes, String by) {
    public Suspicion {
        to = new TreeMap<>(to);
        trying = new TreeMap<>(trying);
        if (crashes < 0) {
            throw new IllegalArgumentException("crashes=" + crashes);
        }
    }

    /** Nobody converts any of it now. */
    public Suspicion atRest() {
        return new Suspicion(to, new TreeMap<>(), crashes, by);
    }
}
