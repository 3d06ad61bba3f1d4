package io.openintake.registry.domain.value;

import java.util.regex.Pattern;

/** The name that people see: 1 to 32 letters, digits, spaces and hyphens. */
public record DisplayName(String text) {
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N} -]{1,32}");

    public DisplayName {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("must have 1 to 32 letters, digits, spaces or hyphens");
        }
    }
}
