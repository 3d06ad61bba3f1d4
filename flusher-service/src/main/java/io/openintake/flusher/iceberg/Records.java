package io.openintake.flusher.iceberg;

import io.openintake.flusher.domain.schema.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Rows as Iceberg's generic writer takes them. */
final class Records {
    private Records() {}

    static Record of(Types.StructType struct, Row row) {
        Record record = GenericRecord.create(struct);
        for (int i = 0; i < row.values().size(); i++) {
            record.set(i, value(struct.fields().get(i).type(), row.values().get(i)));
        }
        return record;
    }

    private static @Nullable Object value(Type type, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Row row -> of(type.asStructType(), row);
            case List<?> list -> {
                List<@Nullable Object> values = new ArrayList<>(list.size());
                list.forEach(each -> values.add(value(type.asListType().elementType(), each)));
                yield values;
            }
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
                map.forEach(
                        (key, each) -> values.put(key, value(type.asMapType().valueType(), each)));
                yield values;
            }
            case byte[] bytes -> type.typeId() == Type.TypeID.BINARY ? ByteBuffer.wrap(bytes) : bytes;
            default -> value;
        };
    }
}
