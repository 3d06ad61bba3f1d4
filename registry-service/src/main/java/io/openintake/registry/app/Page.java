package io.openintake.registry.app;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Part of a list; without {@code next} it is the last. */
public record Page<T>(List<T> items, Optional<PageToken> next) {
    public Page {
        items = List.copyOf(items);
    }

    /** Cuts what was read, one item more than asked for if there are more, to a page. */
    public static <T> Page<T> cut(List<T> read, int size, Function<T, PageToken> token) {
        return read.size() <= size
                ? new Page<>(read, Optional.empty())
                : new Page<>(read.subList(0, size), Optional.of(token.apply(read.get(size - 1))));
    }

    /** The same page of something made from each item. */
    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(items.stream().map(view).toList(), next);
    }
}
