package io.openintake.flusher.domain.schema;

import java.util.Locale;

/** What a column can hold. We create long, double, boolean, string, struct, list and timestamptz; tables have more. */
public sealed interface ColumnType
        permits ColumnType.Simple, ColumnType.Decimal, ColumnType.Fixed, ColumnType.ListOf, ColumnType.MapOf, Struct {
    /** How it is called in a message to people. */
    default String title() {
        return switch (this) {
            case Simple simple -> simple.name().toLowerCase(Locale.ROOT);
            case Decimal decimal -> "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
            case Fixed fixed -> "fixed(" + fixed.bytes() + ")";
            case ListOf list -> "list";
            case MapOf map -> "map";
            case Struct struct -> "struct";
        };
    }

    /** Types without parameters. */
    enum Simple implements ColumnType {
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMPTZ,
        UUID,
        BINARY,
        /** A type that JSON has no exact form for; only null goes in. */
        UNSUPPORTED
    }

    /** Exact decimals. */
    record Decimal(int precision, int scale) implements ColumnType {}

    /** Exactly so many bytes. */
    record Fixed(int bytes) implements ColumnType {}

    /** A list. */
    record ListOf(ColumnType element, Presence elements) implements ColumnType {}

    /** A map with string keys. */
    record MapOf(ColumnType value, Presence values) implements ColumnType {}

    /** Whether null is allowed. */
    enum Presence {
        OPTIONAL,
        REQUIRED
    }
}
