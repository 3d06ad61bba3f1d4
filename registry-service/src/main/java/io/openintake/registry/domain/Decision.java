package io.openintake.registry.domain;

import java.util.List;

/** What a decision comes to: an answer and what must be written for it to be true, or a refusal. */
public sealed interface Decision<T> {
    /** Done, once the writes are. */
    record Accepted<T>(T answer, List<Write> writes) implements Decision<T> {
        public Accepted {
            writes = List.copyOf(writes);
        }
    }

    /** Nothing is written. */
    record Refused<T>(Refusal refusal) implements Decision<T> {}

    /** Accepts with these writes. */
    static <T> Decision<T> accept(T answer, Write... writes) {
        return new Accepted<>(answer, List.of(writes));
    }

    /** Refuses because of the state that something is in. */
    static <T> Decision<T> conflict(Refusal.Reason reason, String detail) {
        return new Refused<>(new Refusal.Conflict(reason, detail));
    }
}
