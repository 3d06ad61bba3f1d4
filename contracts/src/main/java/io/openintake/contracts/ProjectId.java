package io.openintake.contracts;

import java.util.UUID;

/** The id of the tenant. */
public record ProjectId(UUID value) implements Comparable<ProjectId> {

    /** Parses the canonical text form; anything else is an {@link IllegalArgumentException} without the text. */
    public static ProjectId parse(String text) {
        return new ProjectId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(ProjectId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
