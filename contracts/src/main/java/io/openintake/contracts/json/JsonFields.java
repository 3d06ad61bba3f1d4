package io.openintake.contracts.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Reads the fields of one JSON object; what is missing or wrong is an {@link UnreadableJson} with its path. */
final class JsonFields {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String path;
    private final JsonNode node;

    private JsonFields(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(ObjectNode object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a tree of plain values is writable", impossible);
        }
    }

    static JsonFields parse(byte[] json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node == null || !node.isObject()) {
                throw new UnreadableJson("not a JSON object");
            }
            return new JsonFields("", node);
        } catch (JsonProcessingException malformed) {
            throw new UnreadableJson("not JSON: " + malformed.getOriginalMessage());
        } catch (IOException malformed) {
            throw new UnreadableJson("not JSON");
        }
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    String text(String name) {
        JsonNode field = required(name);
        if (!field.isTextual()) {
            throw wrong(name, "text");
        }
        return field.textValue();
    }

    long integer(String name) {
        JsonNode field = required(name);
        if (!field.canConvertToLong() || !field.isIntegralNumber()) {
            throw wrong(name, "an integer");
        }
        return field.longValue();
    }

    int smallInteger(String name) {
        long value = integer(name);
        if (value != (int) value) {
            throw wrong(name, "a 32-bit integer");
        }
        return (int) value;
    }

    Instant instant(String name) {
        return parsed(name, Instant::parse, "an ISO-8601 instant");
    }

    Optional<Instant> optionalInstant(String name) {
        return has(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    JsonFields object(String name) {
        JsonNode field = required(name);
        if (!field.isObject()) {
            throw wrong(name, "an object");
        }
        return new JsonFields(path + "/" + name, field);
    }

    Iterable<JsonFields> objects(String name) {
        JsonNode field = required(name);
        if (!field.isArray()) {
            throw wrong(name, "an array");
        }
        java.util.List<JsonFields> objects = new java.util.ArrayList<>();
        for (JsonNode element : field) {
            if (!element.isObject()) {
                throw wrong(name, "an array of objects");
            }
            objects.add(new JsonFields(path + "/" + name, element));
        }
        return objects;
    }

    java.util.List<String> texts(String name) {
        java.util.List<String> texts = new java.util.ArrayList<>();
        for (JsonNode element : required(name)) {
            if (!element.isTextual()) {
                throw wrong(name, "an array of texts");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** An object whose keys are partition numbers. */
    <T> SortedMap<Integer, T> byPartition(String name, BiFunction<JsonFields, String, T> value) {
        return object(name).byPartition(value);
    }

    /** This object, whose keys are partition numbers. */
    <T> SortedMap<Integer, T> byPartition(BiFunction<JsonFields, String, T> value) {
        SortedMap<Integer, T> result = new TreeMap<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String partition = names.next();
            try {
                result.put(Integer.parseInt(partition), value.apply(this, partition));
            } catch (NumberFormatException notANumber) {
                throw wrong(partition, "named by a partition number");
            }
        }
        return result;
    }

    /** An object of offsets whose keys are partition numbers. */
    SortedMap<Integer, Long> offsets(String name) {
        return byPartition(name, JsonFields::integer);
    }

    /** The form that {@link #offsets} reads. */
    static void put(ObjectNode object, SortedMap<Integer, Long> offsets) {
        offsets.forEach((partition, offset) -> object.put(partition.toString(), offset));
    }

    /** An object of texts with free names. */
    SortedMap<String, String> textsByName(String name) {
        JsonFields fields = object(name);
        SortedMap<String, String> result = new TreeMap<>();
        fields.node.fieldNames().forEachRemaining(key -> result.put(key, fields.text(key)));
        return result;
    }

    /** A text in a form of its own, such as an id. */
    <T> T parsed(String name, java.util.function.Function<String, T> parser, String expected) {
        try {
            return parser.apply(text(name));
        } catch (IllegalArgumentException | java.time.DateTimeException malformed) {
            throw wrong(name, expected);
        }
    }

    /** Runs a constructor that checks its arguments. */
    <T> T checked(java.util.function.Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (IllegalArgumentException broken) {
            throw new UnreadableJson((path.isEmpty() ? "/" : path) + ": " + broken.getMessage());
        }
    }

    private JsonNode required(String name) {
        JsonNode field = node.get(name);
        if (field == null || field.isNull()) {
            throw new UnreadableJson(path + "/" + name + " is missing");
        }
        return field;
    }

    private UnreadableJson wrong(String name, String expected) {
        return new UnreadableJson(path + "/" + name + " is not " + expected);
    }
}
