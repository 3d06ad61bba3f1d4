package io.openintake.flusher.domain.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row, or a struct in one: a value per column, in the columns' order. Values are Boolean, Integer, Long, Float,
 * Double, BigDecimal, String, LocalDate, LocalTime, LocalDateTime, OffsetDateTime, UUID, byte[], List, Map and Row.
 */
public record Row(List<@Nullable Object> values) {
    public Row {
        // not List.copyOf, which refuses nulls
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
