package io.openintake.registry.postgres;

import java.util.Arrays;
import java.util.function.Function;

/** Enum constants by their stable text form. */
final class TextForm {
    private TextForm() {}

    static <E extends Enum<E>> E parse(E[] constants, Function<E, String> form, String column) {
        return Arrays.stream(constants)
                .filter(constant -> form.apply(constant).equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a column holds the unknown choice " + column));
    }
}
