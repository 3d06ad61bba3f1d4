package io.openintake.flusher.domain.schema;

import static io.openintake.flusher.domain.schema.JudgeCases.STAMP;
import static io.openintake.flusher.domain.schema.JudgeCases.assertMisfit;
import static io.openintake.flusher.domain.schema.JudgeCases.cell;
import static io.openintake.flusher.domain.schema.JudgeCases.fits;
import static io.openintake.flusher.domain.schema.JudgeCases.fraction;
import static io.openintake.flusher.domain.schema.JudgeCases.items;
import static io.openintake.flusher.domain.schema.JudgeCases.judge;
import static io.openintake.flusher.domain.schema.JudgeCases.nothing;
import static io.openintake.flusher.domain.schema.JudgeCases.object;
import static io.openintake.flusher.domain.schema.JudgeCases.optional;
import static io.openintake.flusher.domain.schema.JudgeCases.shape;
import static io.openintake.flusher.domain.schema.JudgeCases.text;
import static io.openintake.flusher.domain.schema.JudgeCases.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.openintake.contracts.Policies;
import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.domain.schema.ColumnType.Decimal;
import io.openintake.flusher.domain.schema.ColumnType.Fixed;
import io.openintake.flusher.domain.schema.ColumnType.ListOf;
import io.openintake.flusher.domain.schema.ColumnType.MapOf;
import io.openintake.flusher.domain.schema.ColumnType.Presence;
import io.openintake.flusher.domain.schema.ColumnType.Simple;
import io.openintake.flusher.domain.schema.Judge.Verdict;
import io.openintake.flusher.domain.schema.TableShape.Author;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConversionTest {
    static Stream<Arguments> integersAndFractions() {
        return Stream.of(
                holds(Simple.LONG, whole("-9223372036854775808"), Long.MIN_VALUE),
                holds(Simple.LONG, whole("-0"), 0L),
                holds(Simple.LONG, fraction("1.0"), 1L),
                holds(Simple.LONG, fraction("12e2"), 1_200L),
                refuses(Simple.LONG, fraction("1.5"), ReasonCode.TYPE_MISMATCH),
                refuses(Simple.LONG, whole("9223372036854775808"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.LONG, fraction("1e999999999"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.LONG, fraction("1e99999999999"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.LONG, text("1"), ReasonCode.TYPE_MISMATCH),
                holds(Simple.INT, whole("2147483647"), Integer.MAX_VALUE),
                refuses(Simple.INT, whole("2147483648"), ReasonCode.NUMBER_OUT_OF_RANGE),
                holds(Simple.DOUBLE, fraction("0.1"), 0.1),
                holds(Simple.DOUBLE, fraction("0.1234567890123456789012345"), 0.12345678901234568),
                holds(Simple.DOUBLE, fraction("1e-400"), 0.0),
                holds(Simple.DOUBLE, whole("-0"), -0.0),
                holds(Simple.DOUBLE, whole("9007199254740992"), 9007199254740992.0),
                refuses(Simple.DOUBLE, whole("9007199254740993"), ReasonCode.NUMBER_NOT_EXACT),
                refuses(Simple.DOUBLE, whole("9223372036854775808"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.DOUBLE, fraction("1e400"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.DOUBLE, fraction("-1E999999999"), ReasonCode.NUMBER_OUT_OF_RANGE),
                holds(Simple.FLOAT, fraction("0.5"), 0.5f),
                refuses(Simple.FLOAT, whole("16777217"), ReasonCode.NUMBER_NOT_EXACT),
                refuses(Simple.FLOAT, fraction("1e39"), ReasonCode.NUMBER_OUT_OF_RANGE));
    }

    static Stream<Arguments> decimals() {
        return Stream.of(
                holds(new Decimal(5, 2), fraction("123.40"), new BigDecimal("123.40")),
                holds(new Decimal(38, 0), whole("9".repeat(38)), new BigDecimal("9".repeat(38))),
                refuses(new Decimal(5, 2), fraction("0.123"), ReasonCode.NUMBER_NOT_EXACT),
                refuses(new Decimal(5, 2), whole("1000"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(new Decimal(5, 2), fraction("1e999999"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(new Decimal(5, 2), text("1"), ReasonCode.TYPE_MISMATCH));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                holds(Simple.STRING, text("😀"), "😀"),
                refuses(Simple.STRING, whole("1"), ReasonCode.TYPE_MISMATCH),
                holds(Simple.BOOLEAN, new JsonValue.Bool(false), false),
                refuses(Simple.BOOLEAN, text("false"), ReasonCode.TYPE_MISMATCH),
                holds(Simple.DATE, text("2026-02-28"), LocalDate.of(2026, 2, 28)),
                refuses(Simple.DATE, text("2026-02-30"), ReasonCode.TYPE_MISMATCH),
                refuses(Simple.DATE, whole("20260228"), ReasonCode.TYPE_MISMATCH),
                holds(Simple.TIME, text("12:34:56.123456"), LocalTime.of(12, 34, 56, 123_456_000)),
                refuses(Simple.TIME, text("12:34:56.1234567"), ReasonCode.TYPE_MISMATCH),
                holds(Simple.TIMESTAMP, text("2026-01-02T03:04:05"), LocalDateTime.of(2026, 1, 2, 3, 4, 5)),
                refuses(Simple.TIMESTAMP, text("2026-01-02T03:04:05Z"), ReasonCode.TYPE_MISMATCH),
                holds(
                        Simple.TIMESTAMPTZ,
                        text("2026-01-02T03:04:05+02:00"),
                        OffsetDateTime.of(2026, 1, 2, 1, 4, 5, 0, ZoneOffset.UTC)),
                refuses(Simple.TIMESTAMPTZ, text("2026-01-02T03:04:05"), ReasonCode.TYPE_MISMATCH),
                holds(
                        Simple.UUID,
                        text("6E9F3B9C-6A5E-4D1D-8F4B-0C7E6A1D2B3C"),
                        UUID.fromString("6e9f3b9c-6a5e-4d1d-8f4b-0c7e6a1d2b3c")),
                refuses(Simple.UUID, text("1-1-1-1-1"), ReasonCode.TYPE_MISMATCH),
                holds(Simple.BINARY, text("AQI="), new byte[] {1, 2}),
                refuses(Simple.BINARY, text("A"), ReasonCode.TYPE_MISMATCH),
                holds(new Fixed(2), text("AQI="), new byte[] {1, 2}),
                refuses(new Fixed(3), text("AQI="), ReasonCode.TYPE_MISMATCH),
                refuses(Simple.UNSUPPORTED, text("x"), ReasonCode.TYPE_MISMATCH));
    }

    static Stream<Arguments> containers() {
        return Stream.of(
                holds(
                        new ListOf(Simple.LONG, Presence.OPTIONAL),
                        items(whole("1"), nothing()),
                        Arrays.asList(1L, null)),
                refuses(new ListOf(Simple.LONG, Presence.OPTIONAL), object(), ReasonCode.TYPE_MISMATCH),
                holds(new MapOf(Simple.LONG, Presence.OPTIONAL), object("k", whole("1")), Map.of("k", 1L)),
                refuses(new MapOf(Simple.LONG, Presence.OPTIONAL), items(), ReasonCode.TYPE_MISMATCH),
                refuses(Struct.empty(), whole("1"), ReasonCode.TYPE_MISMATCH));
    }

    @ParameterizedTest
    @MethodSource({"integersAndFractions", "decimals", "texts", "containers"})
    void storesExactlyOrNotAtAll(ColumnType type, JsonValue value, Object expected) {
        Judge judge = new Judge(shape(Author.OTHERS, optional("c", type)), Policies.DEFAULT, 0);
        Verdict verdict = judge.judge(object("c", value), STAMP);
        if (expected instanceof ReasonCode reason) {
            assertMisfit(verdict, reason, "/c");
        } else if (expected instanceof byte[] bytes) {
            assertEquals(Arrays.toString(bytes), Arrays.toString((byte[]) cell(verdict, 0)));
        } else {
            assertEquals(expected, cell(verdict, 0));
        }
    }

    @Test
    void countsFractionsThatWereRounded() {
        Judge judge = new Judge(shape(Author.OTHERS, optional("c", Simple.DOUBLE)), Policies.DEFAULT, 0);
        assertEquals(
                0,
                fits(judge.judge(object("c", fraction("0.00012345678901234567")), STAMP))
                        .remarks()
                        .rounded());
        assertEquals(
                1,
                fits(judge.judge(object("c", fraction("0.123456789012345678")), STAMP))
                        .remarks()
                        .rounded());
    }

    @Test
    void fillsItsOwnColumnsWhereTheTableHasThem() {
        Struct columns = new Struct(List.of(
                optional("__intake_ts", Simple.TIMESTAMPTZ),
                optional("__intake_partition", Simple.INT),
                optional("__intake_offset", Simple.LONG)));
        Verdict verdict =
                new Judge(new TableShape(columns, Set.of(), Author.OTHERS), Policies.DEFAULT, 0).judge(object(), STAMP);
        assertEquals(
                List.of(Instant.ofEpochMilli(STAMP.timestampMs()).atOffset(ZoneOffset.UTC), 2, 17L),
                fits(verdict).row().values());
    }

    @Test
    void refusesNullInARequiredColumnAndOnlyThere() {
        Column inner = new Column("x", Simple.LONG, Presence.REQUIRED, Column.Origin.TABLE);
        Judge judge = new Judge(
                shape(
                        Author.OTHERS,
                        optional("s", new Struct(List.of(inner))),
                        optional("l", new ListOf(Simple.LONG, Presence.REQUIRED))),
                Policies.DEFAULT,
                0);
        assertNull(cell(judge.judge(object("s", nothing()), STAMP), 0));
        assertMisfit(judge.judge(object("s", object()), STAMP), ReasonCode.MISSING_REQUIRED, "/s/x");
        assertMisfit(
                judge.judge(object("l", items(whole("1"), nothing())), STAMP), ReasonCode.MISSING_REQUIRED, "/l/1");
    }

    private static Arguments holds(ColumnType type, JsonValue value, Object expected) {
        return Arguments.of(type, value, expected);
    }

    private static Arguments refuses(ColumnType type, JsonValue value, ReasonCode reason) {
        return Arguments.of(type, value, reason);
    }
}
