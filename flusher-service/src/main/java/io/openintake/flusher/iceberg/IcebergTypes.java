package io.openintake.flusher.iceberg;

import io.openintake.flusher.domain.schema.Column;
import io.openintake.flusher.domain.schema.ColumnType;
import io.openintake.flusher.domain.schema.ColumnType.Presence;
import io.openintake.flusher.domain.schema.ColumnType.Simple;
import io.openintake.flusher.domain.schema.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Between Iceberg's types and ours. */
final class IcebergTypes {
    private IcebergTypes() {}

    static Struct columns(Types.StructType struct) {
        return new Struct(struct.fields().stream()
                .map(field ->
                        new Column(field.name(), type(field.type()), presence(field.isOptional()), Column.Origin.TABLE))
                .toList());
    }

    static Schema schema(Struct columns) {
        return new Schema(struct(columns, new AtomicInteger()).fields());
    }

    /** Ids count from the start; whoever adds the type to a table gives it new ones. */
    static Type type(ColumnType type) {
        return type(type, new AtomicInteger());
    }

    private static ColumnType type(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> Simple.BOOLEAN;
            case INTEGER -> Simple.INT;
            case LONG -> Simple.LONG;
            case FLOAT -> Simple.FLOAT;
            case DOUBLE -> Simple.DOUBLE;
            case STRING -> Simple.STRING;
            case DATE -> Simple.DATE;
            case TIME -> Simple.TIME;
            case TIMESTAMP -> ((Types.TimestampType) type).shouldAdjustToUTC() ? Simple.TIMESTAMPTZ : Simple.TIMESTAMP;
            case UUID -> Simple.UUID;
            case BINARY -> Simple.BINARY;
            case FIXED -> new ColumnType.Fixed(((Types.FixedType) type).length());
            case DECIMAL ->
                new ColumnType.Decimal(((Types.DecimalType) type).precision(), ((Types.DecimalType) type).scale());
            case STRUCT -> columns(type.asStructType());
            case LIST ->
                new ColumnType.ListOf(
                        type(type.asListType().elementType()),
                        presence(type.asListType().isElementOptional()));
            case MAP ->
                type.asMapType().keyType().typeId() == Type.TypeID.STRING
                        ? new ColumnType.MapOf(
                                type(type.asMapType().valueType()),
                                presence(type.asMapType().isValueOptional()))
                        : Simple.UNSUPPORTED;
            case TIMESTAMP_NANO, VARIANT, UNKNOWN, GEOMETRY, GEOGRAPHY -> Simple.UNSUPPORTED;
        };
    }

    private static Presence presence(boolean optional) {
        return optional ? Presence.OPTIONAL : Presence.REQUIRED;
    }

    private static Types.StructType struct(Struct columns, AtomicInteger ids) {
        List<Types.NestedField> fields = new ArrayList<>();
        for (Column column : columns.columns()) {
            int id = ids.incrementAndGet();
            fields.add(Types.NestedField.optional(id, column.name(), type(column.type(), ids)));
        }
        return Types.StructType.of(fields);
    }

    private static Type type(ColumnType type, AtomicInteger ids) {
        return switch (type) {
            case Simple simple -> simple(simple);
            case ColumnType.Decimal decimal -> Types.DecimalType.of(decimal.precision(), decimal.scale());
            case ColumnType.Fixed fixed -> Types.FixedType.ofLength(fixed.bytes());
            case ColumnType.ListOf list -> Types.ListType.ofOptional(ids.incrementAndGet(), type(list.element(), ids));
            case ColumnType.MapOf map ->
                Types.MapType.ofOptional(
                        ids.incrementAndGet(), ids.incrementAndGet(), Types.StringType.get(), type(map.value(), ids));
            case Struct struct -> struct(struct, ids);
        };
    }

    private static Type simple(Simple type) {
        return switch (type) {
            case BOOLEAN -> Types.BooleanType.get();
            case INT -> Types.IntegerType.get();
            case LONG -> Types.LongType.get();
            case FLOAT -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case STRING -> Types.StringType.get();
            case DATE -> Types.DateType.get();
            case TIME -> Types.TimeType.get();
            case TIMESTAMP -> Types.TimestampType.withoutZone();
            case TIMESTAMPTZ -> Types.TimestampType.withZone();
            case UUID -> Types.UUIDType.get();
            case BINARY -> Types.BinaryType.get();
            case UNSUPPORTED -> throw new IllegalStateException("nothing is ever added in a type that we cannot write");
        };
    }
}
