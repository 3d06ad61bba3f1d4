package io.openintake.flusher.domain.schema;

import io.openintake.flusher.domain.schema.ColumnType.Decimal;
import io.openintake.flusher.domain.schema.ColumnType.Simple;
import java.math.BigDecimal;
import java.util.Optional;

/** What number types can hold, asked of literals, so that the answer is exact. */
final class Numbers {
    /** Iceberg's. */
    static final int MAX_PRECISION = 38;
    /** More decimal digits than any 64-bit integer has. */
    private static final int LONG_DIGITS = 20;

    private Numbers() {}

    static boolean isLong(String literal) {
        if (literal.length() > LONG_DIGITS) {
            return false;
        }
        try {
            Long.parseLong(literal);
            return true;
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    /** Empty when the exponent is beyond everything that is stored. */
    static Optional<BigDecimal> exact(String literal) {
        try {
            BigDecimal value = new BigDecimal(literal);
            // an exponent of a million would make the next operation write out a million digits
            return Math.abs((long) value.scale()) > 10_000 ? Optional.empty() : Optional.of(value.stripTrailingZeros());
        } catch (NumberFormatException exponentTooLarge) {
            return Optional.empty();
        }
    }

    /** The type of a column that this batch brings, after one more value: long and double make double. */
    static ColumnType join(Simple type, JsonValue value) {
        return type == Simple.LONG && value instanceof JsonValue.Fraction ? Simple.DOUBLE : type;
    }

    /** The wider type that Iceberg can promote to and that holds the value; the same type when there is none. */
    static ColumnType widen(ColumnType type, JsonValue value) {
        String literal = switch (value) {
            case JsonValue.Whole whole -> whole.literal();
            case JsonValue.Fraction fraction -> fraction.literal();
            case JsonValue.Null n -> "";
            case JsonValue.Bool n -> "";
            case JsonValue.Text n -> "";
            case JsonValue.Items n -> "";
            case JsonValue.Members n -> "";
        };
        if (literal.isEmpty()) {
            return type;
        }
        if (type == Simple.INT) {
            return isLong(literal) && Long.parseLong(literal) != (int) Long.parseLong(literal) ? Simple.LONG : type;
        }
        if (type == Simple.FLOAT) {
            double wide = Double.parseDouble(literal);
            return Double.isFinite(wide) && wide != (float) wide ? Simple.DOUBLE : type;
        }
        return type instanceof Decimal decimal ? widen(decimal, literal) : type;
    }

    private static ColumnType widen(Decimal type, String literal) {
        Optional<BigDecimal> value = exact(literal);
        if (value.isEmpty() || value.get().scale() > type.scale()) {
            return type;
        }
        int needed = value.get().precision() - value.get().scale() + type.scale();
        return needed > type.precision() && needed <= MAX_PRECISION ? new Decimal(needed, type.scale()) : type;
    }
}
