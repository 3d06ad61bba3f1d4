package io.openintake.registry.domain.value;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Free key-value pairs. */
public record Labels(SortedMap<String, String> pairs) {
    public static final Labels NONE = new Labels(Map.of());
    /** The API names no limit; a row must have one. */
    public static final int MAX_PAIRS = 100;

    private static final int MAX_KEY_LENGTH = 256;

    public Labels(Map<String, String> pairs) {
        this(new TreeMap<>(pairs));
    }

    public Labels {
        if (pairs.size() > MAX_PAIRS) {
            throw new IllegalArgumentException("must have at most " + MAX_PAIRS + " pairs");
        }
        pairs.forEach((key, value) -> {
            Text.checked(key, 1, MAX_KEY_LENGTH);
            Text.checked(value, 0, Text.MAX_LENGTH);
        });
    }
}
