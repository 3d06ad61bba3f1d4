package io.openintake.registry.domain.value;

import java.util.Arrays;

/** A warehouse, namespace or table name: 1 to 1,024 characters. */
public record CatalogName(String text) {
    public CatalogName {
        Text.checked(text, 1, Text.MAX_LENGTH);
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must not contain line breaks or tabs");
        }
    }

    /** A namespace, whose levels are separated by dots. */
    public static CatalogName namespace(String text) {
        if (Arrays.stream(text.split("\\.", -1)).anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("must not have empty levels");
        }
        return new CatalogName(text);
    }
}
