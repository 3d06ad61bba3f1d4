package io.openintake.flusher.iceberg;

import io.openintake.flusher.domain.schema.Row;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how much memory a row takes while it waits to be written; good enough to bound by. */
final class RowWeight {
    private static final long OBJECT_BYTES = 24;
    private static final long POINTER_BYTES = 8;

    private RowWeight() {}

    static long bytes(Row row) {
        return bytes(row.values());
    }

    private static long bytes(Iterable<? extends @Nullable Object> values) {
        long sum = OBJECT_BYTES;
        for (Object value : values) {
            sum += POINTER_BYTES + bytesOf(value);
        }
        return sum;
    }

    private static long bytesOf(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case CharSequence text -> 2 * OBJECT_BYTES + text.length();
            case byte[] raw -> OBJECT_BYTES + raw.length;
            case Row row -> bytes(row);
            case List<?> list -> bytes(list);
            case Map<?, ?> map -> bytes(map.keySet()) + bytes(map.values());
            default -> OBJECT_BYTES;
        };
    }
}
