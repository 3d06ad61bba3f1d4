package io.openintake.registry.http.request;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.registry.domain.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One JSON object of a request. Everything wrong with it is gathered, so that callers hear of it at once; a field that
 * nobody asked about by the end is wrong, too. JSON null is the same as absent.
 */
final class Fields {
    private static final int MAX_DEPTH = 16;
    private static final String REQUIRED = "must be given";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private final String pointer;
    private final JsonNode node;
    private final List<Violation> violations;
    private final Set<String> asked = new HashSet<>();
    private final List<Fields> inner = new ArrayList<>();

    private Fields(String pointer, JsonNode node, List<Violation> violations) {
        this.pointer = pointer;
        this.node = node;
        this.violations = violations;
    }

    /** The body of a request; what is no JSON object has one violation, and no fields. */
    static Fields of(byte[] body) {
        List<Violation> violations = new ArrayList<>();
        JsonNode node = MAPPER.missingNode();
        try {
            JsonNode read = MAPPER.readTree(body);
            if (read instanceof ObjectNode object) {
                node = object;
            } else {
                violations.add(new Violation("", "must be a JSON object"));
            }
        } catch (JsonProcessingException malformed) {
            violations.add(new Violation("", "must be a JSON object, without duplicate fields" + at(malformed)));
        } catch (IOException unreadable) {
            violations.add(new Violation("", "must be a JSON object"));
        }
        return new Fields("", node, violations);
    }

    /** Where the JSON is broken; the parser's own message may quote it. */
    private static String at(JsonProcessingException malformed) {
        JsonLocation location = malformed.getLocation();
        return location == null
                ? " or too deep nesting"
                : "; see line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** A text, parsed; the parser says what is wrong by an {@link IllegalArgumentException}. */
    <T> Optional<T> text(String name, Function<String, T> parser) {
        return scalar(name, JsonNode::isTextual, "must be a text", JsonNode::textValue, parser);
    }

    /** A 32-bit integer, parsed likewise. */
    <T> Optional<T> integer(String name, Function<Integer, T> parser) {
        return scalar(
                name,
                value -> value.isIntegralNumber() && value.canConvertToInt(),
                "must be a 32-bit integer",
                JsonNode::intValue,
                parser);
    }

    /** A 64-bit integer, parsed likewise. */
    <T> Optional<T> longInteger(String name, Function<Long, T> parser) {
        return scalar(name, Fields::isLong, "must be a 64-bit integer", JsonNode::longValue, parser);
    }

    /** An object of offsets by partition. */
    Optional<SortedMap<Integer, Long>> offsets(String name, int limit) {
        return field(name).flatMap(object -> {
            SortedMap<Integer, Long> offsets = new TreeMap<>();
            if (object.isObject() && object.size() <= limit) {
                object.properties().stream()
                        .filter(entry -> entry.getKey().matches("[0-9]{1,4}") && isOffset(entry.getValue()))
                        .forEach(entry -> offsets.put(
                                Integer.parseInt(entry.getKey()),
                                entry.getValue().longValue()));
            }
            if (offsets.isEmpty() || offsets.size() != object.size()) {
                violate(name, "must be an object of offsets by partition, at most " + limit);
                return Optional.empty();
            }
            return Optional.of(offsets);
        });
    }

    private static boolean isOffset(JsonNode value) {
        return isLong(value) && value.longValue() >= 0;
    }

    private static boolean isLong(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong();
    }

    /** One of the texts of an enum. */
    <E extends Enum<E>> Optional<E> choice(String name, E[] constants, Function<E, String> form) {
        String all = Arrays.stream(constants).map(form).collect(Collectors.joining(", "));
        return text(
                name,
                value -> Arrays.stream(constants)
                        .filter(constant -> form.apply(constant).equals(value))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be one of " + all)));
    }

    /** An array of texts, each parsed. */
    <T> Optional<List<T>> texts(String name, int limit, Function<String, T> parser) {
        return field(name).flatMap(array -> {
            if (!array.isArray() || array.size() > limit) {
                violate(name, "must be an array of at most " + limit + " texts");
                return Optional.empty();
            }
            List<T> parsed = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                JsonNode element = array.get(i);
                String path = name + "/" + i;
                if (element.isTextual()) {
                    attempt(path, () -> parser.apply(element.textValue())).ifPresent(parsed::add);
                } else {
                    violate(path, "must be a text");
                }
            }
            return Optional.of(parsed);
        });
    }

    /** An object of texts with free names, parsed as a whole. */
    <T> Optional<T> textsByName(String name, Function<Map<String, String>, T> parser) {
        return field(name).flatMap(object -> {
            boolean onlyTexts = object.isObject()
                    && object.properties().stream()
                            .allMatch(entry -> entry.getValue().isTextual());
            if (!onlyTexts) {
                violate(name, "must be an object whose values are texts");
                return Optional.empty();
            }
            Map<String, String> texts = new LinkedHashMap<>();
            object.properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().textValue()));
            return attempt(name, () -> parser.apply(texts));
        });
    }

    /** An object inside this one. */
    Optional<Fields> object(String name) {
        return field(name).flatMap(object -> {
            if (!object.isObject()) {
                violate(name, "must be an object");
                return Optional.empty();
            }
            Fields fields = new Fields(pointer + "/" + name, object, violations);
            inner.add(fields);
            return Optional.of(fields);
        });
    }

    /** These fields cannot be left out. Not asked of a body that is no object: that has been said already. */
    void require(String... names) {
        if (node.isObject()) {
            Arrays.stream(names).filter(name -> !node.hasNonNull(name)).forEach(name -> violate(name, REQUIRED));
        }
    }

    /** These fields of an object inside this one cannot be left out, if the object is there. */
    void requireIn(String object, String... names) {
        new Fields(pointer + "/" + object, node.path(object), violations).require(names);
    }

    private void violate(String name, String message) {
        violations.add(new Violation(pointer + "/" + name, message));
    }

    /** Everything that is wrong; to be called after every field was asked for. */
    List<Violation> violations() {
        refuseUnknown();
        return violations;
    }

    private void refuseUnknown() {
        node.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                violate(escaped(name), "must not be given: there is no such field to set");
            }
        });
        inner.forEach(Fields::refuseUnknown);
    }

    private <V, T> Optional<T> scalar(
            String name,
            java.util.function.Predicate<JsonNode> type,
            String expected,
            Function<JsonNode, V> value,
            Function<V, T> parser) {
        return field(name).flatMap(found -> {
            if (!type.test(found)) {
                violate(name, expected);
                return Optional.empty();
            }
            return attempt(name, () -> parser.apply(value.apply(found)));
        });
    }

    private <T> Optional<T> attempt(String name, java.util.function.Supplier<T> parser) {
        try {
            return Optional.of(parser.get());
        } catch (IllegalArgumentException wrong) {
            violate(name, String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<JsonNode> field(String name) {
        asked.add(name);
        return Optional.ofNullable(node.get(name)).filter(found -> !found.isNull());
    }

    /** As RFC 6901 wants it, and short, since the name is the caller's. */
    private static String escaped(String name) {
        String shown = name.length() <= 64 ? name : name.substring(0, 64);
        return shown.replaceAll("\\p{Cntrl}", "?").replace("~", "~0").replace("/", "~1");
    }
}
