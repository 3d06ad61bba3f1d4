package io.openintake.contracts;

import java.util.Locale;
import java.util.UUID;

/** Parses UUIDs in their canonical form only: {@link UUID#fromString} also takes {@code 1-1-1-1-1}. */
final class CanonicalUuid {
    private static final int LENGTH = 36;

    private CanonicalUuid() {}

    static UUID parse(String text) {
        if (text.length() == LENGTH) {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return uuid;
            }
        }
        throw new IllegalArgumentException("not a canonical UUID");
    }
}
