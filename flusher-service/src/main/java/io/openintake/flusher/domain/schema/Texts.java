package io.openintake.flusher.domain.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Values that JSON writes as text: ISO-8601 with at most microseconds, canonical UUIDs; null for any other text. */
final class Texts {
    /** Longer text is no date; parsers need not see it. */
    private static final int MAX_CHARACTERS = 64;

    private static final int MAX_YEAR = 9_999;

    private Texts() {}

    static @Nullable LocalDate date(String text) {
        LocalDate date = parse(text, () -> LocalDate.parse(text, DateTimeFormatter.ISO_LOCAL_DATE));
        return date == null || date.getYear() > MAX_YEAR || date.getYear() < 1 ? null : date;
    }

    static @Nullable LocalTime time(String text) {
        return micros(parse(text, () -> LocalTime.parse(text, DateTimeFormatter.ISO_LOCAL_TIME)));
    }

    static @Nullable LocalDateTime timestamp(String text) {
        LocalDateTime time =
                micros(parse(text, () -> LocalDateTime.parse(text, DateTimeFormatter.ISO_LOCAL_DATE_TIME)));
        return time == null || time.getYear() > MAX_YEAR || time.getYear() < 1 ? null : time;
    }

    static @Nullable OffsetDateTime timestamptz(String text) {
        OffsetDateTime time =
                micros(parse(text, () -> OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)));
        return time == null || time.getYear() > MAX_YEAR || time.getYear() < 1
                ? null
                : time.withOffsetSameInstant(ZoneOffset.UTC);
    }

    static @Nullable UUID uuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equalsIgnoreCase(text) ? uuid : null;
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    private static <T extends Temporal> @Nullable T micros(@Nullable T time) {
        // nanoseconds would be cut: not exact
        return time == null || time.get(ChronoField.NANO_OF_SECOND) % 1_000 != 0 ? null : time;
    }

    private static <T> @Nullable T parse(String text, Supplier<T> parser) {
        if (text.length() > MAX_CHARACTERS) {
            return null;
        }
        try {
            return parser.get();
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
