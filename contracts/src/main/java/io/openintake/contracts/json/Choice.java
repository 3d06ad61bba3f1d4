package io.openintake.contracts.json;

import java.util.function.Function;

/** Reads a field that holds the text form of an enum constant. */
final class Choice {
    private Choice() {}

    static <E extends Enum<E>> E of(JsonFields json, String name, E[] constants, Function<E, String> text) {
        String value = json.text(name);
        for (E constant : constants) {
            if (text.apply(constant).equals(value)) {
                return constant;
            }
        }
        throw new UnreadableJson("/" + name + " is not known to this version");
    }

    /** The wire form of a constant that has no text of its own: kebab-case. */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
