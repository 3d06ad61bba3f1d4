package io.openintake.flusher.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.app.convert.MessageReader.Reading;
import io.openintake.flusher.domain.schema.JsonPointer;
import io.openintake.flusher.domain.schema.JsonValue;
import io.openintake.flusher.domain.schema.Misfit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tree of one message; stops at the first thing that the acceptance table refuses. */
final class MessageTree {
    /** Objects and arrays inside each other, the message itself included. */
    static final int MAX_DEPTH = 32;

    static final int MAX_NAMES = 2_000;
    static final int MAX_NUMBER_CHARACTERS = 1_000;
    private static final JsonValue NOTHING = new JsonValue.Null();

    private @Nullable Misfit misfit;
    private int names;

    Reading read(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            return notAnObject(parser, first);
        }
        JsonValue.Members message = members(parser, JsonPointer.ROOT, 1);
        if (misfit == null && hasMore(parser)) {
            refuse(JsonPointer.ROOT, ReasonCode.TRAILING_DATA, "something follows the message");
        }
        Misfit found = misfit;
        return found == null ? new Reading.Message(message) : new Reading.Unreadable(found);
    }

    /** A complete array or scalar is valid JSON, so it is told apart from garbage. */
    private Reading notAnObject(JsonParser parser, @Nullable JsonToken first) throws IOException {
        if (first == JsonToken.START_ARRAY) {
            value(parser, first, JsonPointer.ROOT, 0);
        }
        if (misfit == null && hasMore(parser)) {
            refuse(JsonPointer.ROOT, ReasonCode.TRAILING_DATA, "something follows the message");
        }
        Misfit found = misfit;
        return new Reading.Unreadable(
                found == null ? new Misfit(ReasonCode.NOT_AN_OBJECT, "", "the message is not a JSON object") : found);
    }

    private static boolean hasMore(JsonParser parser) {
        try {
            return parser.nextToken() != null;
        } catch (IOException notEvenAToken) {
            return true;
        }
    }

    private JsonValue.Members members(JsonParser parser, JsonPointer pointer, int depth) throws IOException {
        Map<String, JsonValue> byName = new LinkedHashMap<>();
        while (misfit == null && parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonPointer inner = pointer.member(name);
            if (++names > MAX_NAMES) {
                refuse(pointer, ReasonCode.TOO_MANY_COLUMNS, "more than " + MAX_NAMES + " fields in one message");
            } else if (hasLoneSurrogate(name)) {
                refuse(pointer, ReasonCode.INVALID_UNICODE, "a field name holds half of a surrogate pair");
            } else if (byName.containsKey(name)) {
                refuse(inner, ReasonCode.DUPLICATE_KEY, "the field stands twice");
            } else {
                byName.put(name, value(parser, parser.nextToken(), inner, depth));
            }
        }
        return new JsonValue.Members(byName);
    }

    private JsonValue.Items items(JsonParser parser, JsonPointer pointer, int depth) throws IOException {
        List<JsonValue> values = new ArrayList<>();
        while (misfit == null) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                break;
            }
            values.add(value(parser, token, pointer.item(values.size()), depth));
        }
        return new JsonValue.Items(values);
    }

    private JsonValue value(JsonParser parser, @Nullable JsonToken token, JsonPointer pointer, int depth)
            throws IOException {
        if (token == null) {
            throw new IOException("ends inside a value");
        }
        return switch (token) {
            case START_OBJECT -> isTooDeep(pointer, depth) ? NOTHING : members(parser, pointer, depth + 1);
            case START_ARRAY -> isTooDeep(pointer, depth) ? NOTHING : items(parser, pointer, depth + 1);
            case VALUE_STRING -> text(parser.getText(), pointer);
            case VALUE_NUMBER_INT -> new JsonValue.Whole(number(parser.getText(), pointer));
            case VALUE_NUMBER_FLOAT -> new JsonValue.Fraction(number(parser.getText(), pointer));
            case VALUE_TRUE -> new JsonValue.Bool(true);
            case VALUE_FALSE -> new JsonValue.Bool(false);
            case VALUE_NULL -> NOTHING;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IOException("no value where one belongs");
        };
    }

    private boolean isTooDeep(JsonPointer pointer, int depth) {
        if (depth >= MAX_DEPTH) {
            refuse(pointer, ReasonCode.TOO_DEEP, "more than " + MAX_DEPTH + " objects and arrays inside each other");
        }
        return misfit != null;
    }

    private JsonValue text(String text, JsonPointer pointer) {
        if (hasLoneSurrogate(text)) {
            refuse(pointer, ReasonCode.INVALID_UNICODE, "the string holds half of a surrogate pair");
        }
        return new JsonValue.Text(text);
    }

    private String number(String literal, JsonPointer pointer) {
        if (literal.length() > MAX_NUMBER_CHARACTERS) {
            refuse(
                    pointer,
                    ReasonCode.NUMBER_OUT_OF_RANGE,
                    "the number has more than " + MAX_NUMBER_CHARACTERS + " characters");
        }
        return literal;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private void refuse(JsonPointer pointer, ReasonCode reason, String message) {
        if (misfit == null) {
            misfit = new Misfit(reason, pointer.toString(), message);
        }
    }
}
