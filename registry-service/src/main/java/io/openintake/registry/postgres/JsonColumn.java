package io.openintake.registry.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** Lists and maps of texts in one column each: they are read and written whole, and never searched. */
final class JsonColumn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonColumn() {}

    static String write(Object texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("lists and maps of texts are writable", impossible);
        }
    }

    static List<String> list(String column) {
        return read(column, new TypeReference<>() {});
    }

    static Map<String, String> map(String column) {
        return read(column, new TypeReference<>() {});
    }

    private static <T> T read(String column, TypeReference<T> type) {
        try {
            return JSON.readValue(column, type);
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException("a JSON column does not hold what was written to it", corrupt);
        }
    }
}
