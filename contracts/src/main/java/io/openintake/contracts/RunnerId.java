package io.openintake.contracts;

import java.util.UUID;

/** The id of an intake runner. */
public record RunnerId(UUID value) implements Comparable<RunnerId> {

    /** Parses the canonical text form; anything else is an {@link IllegalArgumentException} without the text. */
    public static RunnerId parse(String text) {
        return new RunnerId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(RunnerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
