package io.openintake.flusher.domain.schema;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A JSON value as it was written: numbers keep their literal, so that no digit is lost before a column is known. */
public sealed interface JsonValue {
    /** What the value is called in a message to people. */
    default String kind() {
        return switch (this) {
            case Null nothing -> "null";
            case Bool bool -> "a boolean";
            case Text text -> "a string";
            case Whole whole -> "an integer";
            case Fraction fraction -> "a fraction";
            case Items items -> "an array";
            case Members members -> "an object";
        };
    }

    /** {@code null}. */
    record Null() implements JsonValue {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements JsonValue {}

    /** A string without lone surrogates. */
    record Text(String value) implements JsonValue {}

    /** A number without fraction and exponent, of at most 1,000 characters. */
    record Whole(String literal) implements JsonValue {}

    /** A number with a fraction or an exponent, of at most 1,000 characters. */
    record Fraction(String literal) implements JsonValue {}

    /** An array. */
    record Items(List<JsonValue> values) implements JsonValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** An object; its names are distinct and keep the order in which they were sent. */
    record Members(Map<String, JsonValue> byName) implements JsonValue {
        public Members {
            // not Map.copyOf: the order decides which of two conflicting fields comes first
            byName = Collections.unmodifiableMap(byName);
        }
    }
}
