package io.openintake.testkit;

import java.util.Arrays;
import java.util.Locale;

/** One server of the embedded infrastructure; the catalog brings PostgreSQL and S3 with it. */
public enum Part {
    KAFKA,
    POSTGRES,
    S3,
    CATALOG;

    /** The parts of a list such as {@code kafka,postgres}; none for an empty text. */
    static Part[] named(String list) {
        return Arrays.stream(list.split(",", -1))
                .filter(name -> !name.isBlank())
                .map(name -> valueOf(name.strip().toUpperCase(Locale.ROOT)))
                .toArray(Part[]::new);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
