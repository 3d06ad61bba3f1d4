package io.openintake.flusher.domain.schema;

import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.domain.schema.ColumnType.Decimal;
import io.openintake.flusher.domain.schema.ColumnType.Fixed;
import io.openintake.flusher.domain.schema.ColumnType.ListOf;
import io.openintake.flusher.domain.schema.ColumnType.MapOf;
import io.openintake.flusher.domain.schema.ColumnType.Presence;
import io.openintake.flusher.domain.schema.ColumnType.Simple;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message into one row of given columns, or the first reason why not; fields without a column are left out. */
final class Conversion {
    private final Scalars scalars = new Scalars();

    private Conversion() {}

    /** What became of the message. */
    sealed interface Outcome {
        /**
         * @param rounded how many fractions had more digits than a double is sure to keep
         */
        record Converted(Row row, int rounded) implements Outcome {}

        record Refused(Misfit misfit) implements Outcome {}
    }

    static Outcome convert(Struct columns, JsonValue.Members message, Stamp stamp) {
        Conversion conversion = new Conversion();
        Row row = conversion.table(columns, message, stamp);
        Misfit misfit = conversion.scalars.misfit();
        return misfit == null ? new Outcome.Converted(row, conversion.scalars.rounded()) : new Outcome.Refused(misfit);
    }

    private Row table(Struct columns, JsonValue.Members message, Stamp stamp) {
        List<@Nullable Object> values = new ArrayList<>(columns.columns().size());
        for (Column column : columns.columns()) {
            Object stamped = stamped(column, stamp);
            values.add(stamped != null ? stamped : member(column, message, JsonPointer.ROOT));
        }
        return new Row(values);
    }

    /** Our own columns, where the table has them in a type that can hold them. */
    private static @Nullable Object stamped(Column column, Stamp stamp) {
        Instant time = Instant.ofEpochMilli(stamp.timestampMs());
        return switch (column.name()) {
            case Stamp.TIME_COLUMN ->
                column.type() == Simple.TIMESTAMPTZ
                        ? time.atOffset(ZoneOffset.UTC)
                        : column.type() == Simple.TIMESTAMP ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : null;
            case Stamp.PARTITION_COLUMN ->
                column.type() == Simple.INT
                        ? (Object) stamp.partition()
                        : column.type() == Simple.LONG ? (Object) (long) stamp.partition() : null;
            case Stamp.OFFSET_COLUMN -> column.type() == Simple.LONG ? stamp.offset() : null;
            default -> null;
        };
    }

    private @Nullable Object member(Column column, JsonValue.Members object, JsonPointer owner) {
        JsonValue value = object.byName().get(column.name());
        JsonPointer pointer = owner.member(column.name());
        if (value != null && !(value instanceof JsonValue.Null)) {
            return value(column.type(), value, pointer);
        }
        return absent(column.presence(), pointer);
    }

    private @Nullable Object element(Presence presence, ColumnType type, JsonValue value, JsonPointer pointer) {
        return value instanceof JsonValue.Null ? absent(presence, pointer) : value(type, value, pointer);
    }

    private @Nullable Object absent(Presence presence, JsonPointer pointer) {
        return switch (presence) {
            case OPTIONAL -> null;
            case REQUIRED -> scalars.refuse(pointer, ReasonCode.MISSING_REQUIRED, "the column must not be null");
        };
    }

    private @Nullable Object value(ColumnType type, JsonValue value, JsonPointer pointer) {
        return switch (type) {
            case Struct struct ->
                value instanceof JsonValue.Members members
                        ? struct(struct, members, pointer)
                        : scalars.mismatch(type, value, pointer);
            case ListOf list ->
                value instanceof JsonValue.Items items
                        ? list(list, items, pointer)
                        : scalars.mismatch(type, value, pointer);
            case MapOf map ->
                value instanceof JsonValue.Members members
                        ? map(map, members, pointer)
                        : scalars.mismatch(type, value, pointer);
            case Simple simple -> scalars.simple(simple, value, pointer);
            case Decimal decimal -> scalars.decimal(decimal, value, pointer);
            case Fixed fixed -> scalars.fixed(fixed, value, pointer);
        };
    }

    private Row struct(Struct struct, JsonValue.Members members, JsonPointer pointer) {
        List<@Nullable Object> values = new ArrayList<>(struct.columns().size());
        struct.columns().forEach(column -> values.add(member(column, members, pointer)));
        return new Row(values);
    }

    private List<@Nullable Object> list(ListOf list, JsonValue.Items items, JsonPointer pointer) {
        List<@Nullable Object> values = new ArrayList<>(items.values().size());
        for (int i = 0; i < items.values().size(); i++) {
            values.add(element(list.elements(), list.element(), items.values().get(i), pointer.item(i)));
        }
        return values;
    }

    private Map<String, @Nullable Object> map(MapOf map, JsonValue.Members members, JsonPointer pointer) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        members.byName()
                .forEach((key, value) ->
                        values.put(key, element(map.values(), map.value(), value, pointer.member(key))));
        return values;
    }
}
