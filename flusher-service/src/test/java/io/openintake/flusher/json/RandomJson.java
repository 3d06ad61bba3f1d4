package io.openintake.flusher.json;

import io.openintake.flusher.domain.schema.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Valid messages by seed, and trees back as text. */
public final class RandomJson {
    private static final List<String> TEXTS =
            List.of("", "a", "ü€😀", "\\\"", "\\n\\t", "2026-11-21", "=1+1", "\\u0000");
    private static final List<String> NUMBERS = List.of(
            "0", "-0", "1", "-1", "9223372036854775807", "1.5", "1e3", "-2.5E-3", "0.1", "9007199254740993", "1.0");

    private RandomJson() {}

    /** An object whose names are a few, so that messages of one seed share columns. */
    public static String object(RandomGenerator random, int depth) {
        List<String> members = new ArrayList<>();
        for (int name = 0; name < 6; name++) {
            if (random.nextInt(3) > 0) {
                members.add("\"f" + name + "\":" + value(random, depth));
            }
        }
        return members.stream().collect(Collectors.joining(",", "{", "}"));
    }

    /** An object in which every name keeps to one type, at all depths, so that most messages fit one table. */
    public static String row(RandomGenerator random, int depth) {
        List<String> members = new ArrayList<>();
        for (int name = 0; name < (depth > 0 ? 8 : 5); name++) {
            if (random.nextInt(4) > 0) {
                members.add("\"k" + name + "\":" + (random.nextInt(8) == 0 ? "null" : typed(random, name, depth)));
            }
        }
        return members.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private static String typed(RandomGenerator random, int name, int depth) {
        return switch (name) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> Double.toString(random.nextGaussian() * 1e6);
            case 2 -> "\"" + TEXTS.get(random.nextInt(TEXTS.size())) + random.nextInt() + "\"";
            case 3 -> Boolean.toString(random.nextBoolean());
            case 4 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case 5 -> row(random, depth - 1);
            case 6 -> array(random, () -> Integer.toString(random.nextInt()));
            default -> array(random, () -> row(random, depth - 1));
        };
    }

    private static String array(RandomGenerator random, Supplier<String> item) {
        return Stream.generate(item).limit(random.nextInt(4)).collect(Collectors.joining(",", "[", "]"));
    }

    private static String value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> "\"" + TEXTS.get(random.nextInt(TEXTS.size())) + "\"";
            case 3, 4 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case 5 -> object(random, depth - 1);
            default -> {
                List<String> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(random, depth - 1));
                }
                yield items.stream().collect(Collectors.joining(",", "[", "]"));
            }
        };
    }

    static String write(JsonValue value) {
        return switch (value) {
            case JsonValue.Null nothing -> "null";
            case JsonValue.Bool bool -> Boolean.toString(bool.value());
            case JsonValue.Whole whole -> whole.literal();
            case JsonValue.Fraction fraction -> fraction.literal();
            case JsonValue.Text text -> quoted(text.value());
            case JsonValue.Items items ->
                items.values().stream().map(RandomJson::write).collect(Collectors.joining(",", "[", "]"));
            case JsonValue.Members members ->
                members.byName().entrySet().stream()
                        .map(each -> quoted(each.getKey()) + ":" + write(each.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append("\\u%04x".formatted(c)));
        return quoted.append('"').toString();
    }
}
