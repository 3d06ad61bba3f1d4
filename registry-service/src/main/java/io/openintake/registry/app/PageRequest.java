package io.openintake.registry.app;

import java.util.Optional;

/**
 * Which part of a list.
 *
 * @param size at most how many
 * @param after where the page before ended
 */
public record PageRequest(int size, Optional<PageToken> after) {
    public static final int DEFAULT_SIZE = 10;
    public static final int MAX_SIZE = 100;

    public PageRequest {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("must be 1 to " + MAX_SIZE);
        }
    }
}
