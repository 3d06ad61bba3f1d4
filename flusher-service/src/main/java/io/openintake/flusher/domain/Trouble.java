package io.openintake.flusher.domain;

/**
 * Why a flush cannot go on now; never a reason to dead-letter a record.
 *
 * @param code stable kebab-case
 * @param message our own words, at most 512 characters
 */
public record Trouble(Kind kind, String code, String message) {
    /** What may help. */
    public enum Kind {
        /** Trying again later. */
        TRANSIENT,
        /** A new session. */
        AUTHENTICATION,
        /** Loading and looking. */
        CONFLICT,
        /** A person. */
        REFUSED
    }

    static Trouble refused(String code, String message) {
        return new Trouble(Kind.REFUSED, code, message);
    }

    static Trouble contention(String code, String message) {
        return new Trouble(Kind.TRANSIENT, code, message);
    }
}
