package io.openintake.flusher.domain.schema;

import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.domain.schema.ColumnType.Decimal;
import io.openintake.flusher.domain.schema.ColumnType.Fixed;
import io.openintake.flusher.domain.schema.ColumnType.Simple;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Single values, by the published type table: integers and decimals are stored exactly or not at all, fractions as the
 * nearest double, text in a date, time, timestamp, uuid or binary column when it is that value's one exact form.
 * Remembers the first value that does not fit.
 */
final class Scalars {
    /** Decimal digits that every double keeps. */
    private static final int SURE_DIGITS = 17;

    private @Nullable Misfit misfit;
    private int rounded;

    @Nullable
    Misfit misfit() {
        return misfit;
    }

    /** Fractions with more significant digits than a double is sure to keep. */
    int rounded() {
        return rounded;
    }

    @Nullable
    Object simple(Simple type, JsonValue value, JsonPointer pointer) {
        return switch (value) {
            case JsonValue.Bool bool -> type == Simple.BOOLEAN ? (Object) bool.value() : mismatch(type, value, pointer);
            case JsonValue.Whole whole -> number(type, whole, whole.literal(), pointer);
            case JsonValue.Fraction fraction -> number(type, fraction, fraction.literal(), pointer);
            case JsonValue.Text text -> text(type, text, pointer);
            case JsonValue.Items items -> mismatch(type, value, pointer);
            case JsonValue.Members members -> mismatch(type, value, pointer);
            case JsonValue.Null nothing -> null;
        };
    }

    @Nullable
    Object decimal(Decimal type, JsonValue value, JsonPointer pointer) {
        String literal = value instanceof JsonValue.Whole whole
                ? whole.literal()
                : value instanceof JsonValue.Fraction fraction ? fraction.literal() : "";
        if (literal.isEmpty()) {
            return mismatch(type, value, pointer);
        }
        Optional<BigDecimal> exact = Numbers.exact(literal);
        if (exact.isEmpty() || exact.get().precision() - exact.get().scale() > type.precision() - type.scale()) {
            return outOfRange(type, pointer);
        }
        return exact.get().scale() > type.scale()
                ? notExact(type, pointer)
                : exact.get().setScale(type.scale());
    }

    @Nullable
    Object fixed(Fixed type, JsonValue value, JsonPointer pointer) {
        byte[] bytes = value instanceof JsonValue.Text text ? base64(text.value()) : null;
        return bytes != null && bytes.length == type.bytes() ? bytes : mismatch(type, value, pointer);
    }

    private @Nullable Object number(Simple type, JsonValue value, String literal, JsonPointer pointer) {
        return switch (type) {
            case INT, LONG -> integer(type, value, literal, pointer);
            case FLOAT, DOUBLE -> floating(type, value, literal, pointer);
            case BOOLEAN, STRING, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID, BINARY, UNSUPPORTED ->
                mismatch(type, value, pointer);
        };
    }

    private @Nullable Object integer(Simple type, JsonValue value, String literal, JsonPointer pointer) {
        String digits = literal;
        if (value instanceof JsonValue.Fraction) {
            Optional<BigDecimal> exact = Numbers.exact(literal);
            if (exact.isEmpty() || exact.get().precision() - exact.get().scale() > Numbers.MAX_PRECISION) {
                return outOfRange(type, pointer);
            }
            if (exact.get().scale() > 0) {
                return mismatch(type, value, pointer);
            }
            digits = exact.get().toPlainString();
        }
        if (!Numbers.isLong(digits)) {
            return outOfRange(type, pointer);
        }
        long number = Long.parseLong(digits);
        if (type == Simple.LONG) {
            return number;
        }
        return number == (int) number ? (Object) (int) number : outOfRange(type, pointer);
    }

    private @Nullable Object floating(Simple type, JsonValue value, String literal, JsonPointer pointer) {
        boolean whole = value instanceof JsonValue.Whole;
        if (whole && !Numbers.isLong(literal)) {
            return outOfRange(type, pointer);
        }
        double nearest = type == Simple.DOUBLE ? Double.parseDouble(literal) : Float.parseFloat(literal);
        if (!Double.isFinite(nearest)) {
            return outOfRange(type, pointer);
        }
        if (whole && new BigDecimal(nearest).compareTo(new BigDecimal(literal)) != 0) {
            return notExact(type, pointer);
        }
        if (significantDigits(literal) > SURE_DIGITS) {
            rounded++;
        }
        return type == Simple.DOUBLE ? (Object) nearest : (Object) (float) nearest;
    }

    private static int significantDigits(String literal) {
        int digits = 0;
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == 'e' || c == 'E') {
                break;
            }
            // leading zeros are no digits of the value
            digits += Character.isDigit(c) && (c != '0' || digits > 0) ? 1 : 0;
        }
        return digits;
    }

    private @Nullable Object text(Simple type, JsonValue.Text text, JsonPointer pointer) {
        Object value = switch (type) {
            case STRING -> text.value();
            case DATE -> Texts.date(text.value());
            case TIME -> Texts.time(text.value());
            case TIMESTAMP -> Texts.timestamp(text.value());
            case TIMESTAMPTZ -> Texts.timestamptz(text.value());
            case UUID -> Texts.uuid(text.value());
            case BINARY -> base64(text.value());
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE, UNSUPPORTED -> null;
        };
        return value == null ? mismatch(type, text, pointer) : value;
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    @Nullable
    Object mismatch(ColumnType type, JsonValue value, JsonPointer pointer) {
        return refuse(
                pointer,
                ReasonCode.TYPE_MISMATCH,
                "the column is " + type.title() + ", the message has " + value.kind() + " that it cannot hold");
    }

    private @Nullable Object outOfRange(ColumnType type, JsonPointer pointer) {
        return refuse(pointer, ReasonCode.NUMBER_OUT_OF_RANGE, "the number is out of range for " + type.title());
    }

    private @Nullable Object notExact(ColumnType type, JsonPointer pointer) {
        return refuse(
                pointer, ReasonCode.NUMBER_NOT_EXACT, "the number has more digits than " + type.title() + " keeps");
    }

    /** Notes the first misfit; null, so that callers can go on with it until somebody looks. */
    @Nullable
    Object refuse(JsonPointer pointer, ReasonCode reason, String message) {
        if (misfit == null) {
            misfit = Misfit.at(pointer, reason, message);
        }
        return null;
    }
}
