package io.openintake.gateway.domain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the order of idempotent producers over failures: a broker without state for a producer id accepts any first
 * sequence, so after a batch failed in a way that its client repeats, later batches get the same error until the failed
 * one (or an earlier one) is sent again. One per client connection.
 */
public final class ProducerOrder {
    /** Tracked failures; beyond, the oldest is forgotten. */
    static final int MAX_FAILURES = 1_024;

    private static final int SEQUENCE_MASK = Integer.MAX_VALUE;
    private static final int HALF_RANGE = 1 << 30;

    /** Whose sequence numbers. */
    public record Writer(int partition, long producerId, short epoch) {}

    private record Failure(int sequence, Refusal refusal) {}

    private final Map<Writer, Failure> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Writer, Failure> eldest) {
            return size() > MAX_FAILURES;
        }
    };

    /** The refusal for a batch that would overtake a failed one; empty when it may go, which ends the failure. */
    public Optional<Refusal> admit(Writer writer, int baseSequence) {
        Failure failure = failures.get(writer);
        if (failure == null) {
            return Optional.empty();
        }
        if (isAfter(baseSequence, failure.sequence)) {
            return Optional.of(failure.refusal);
        }
        failures.remove(writer);
        return Optional.empty();
    }

    /** The batch was refused in a way that its client sends it again. */
    public void failed(Writer writer, int baseSequence, Refusal refusal) {
        Failure known = failures.get(writer);
        if (known == null || isAfter(known.sequence, baseSequence)) {
            failures.put(writer, new Failure(baseSequence, refusal));
        }
    }

    /** Sequences wrap at 2^31. */
    private static boolean isAfter(int sequence, int other) {
        int distance = (sequence - other) & SEQUENCE_MASK;
        return distance > 0 && distance < HALF_RANGE;
    }
}
