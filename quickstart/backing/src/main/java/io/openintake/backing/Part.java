package io.openintake.backing;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One server of the embedded infrastructure. */
enum Part {
    KAFKA,
    POSTGRES,
    S3,
    CATALOG;

    static Optional<Part> named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.label().equals(name.strip()))
                .findFirst();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The catalog keeps its pointers in PostgreSQL and its metadata files in S3. */
    static Set<Part> withNeeds(Set<Part> wanted) {
        var all = EnumSet.copyOf(wanted);
        if (all.contains(CATALOG)) {
            all.add(POSTGRES);
            all.add(S3);
        }
        return all;
    }
}
