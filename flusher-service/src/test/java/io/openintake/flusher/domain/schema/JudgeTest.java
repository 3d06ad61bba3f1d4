package io.openintake.flusher.domain.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.openintake.contracts.Policies;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.Policies.Evolution;
import io.openintake.contracts.Policies.Mismatch;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JudgeTest {
    private static final Stamp STAMP = new Stamp(2, 17, 1_767_225_600_123L);

    @Test
    void infersTypesFromTheWholeFirstBatch() {
        Judge judge = Judge.ofNewTable(Policies.DEFAULT);
        learn(judge, "n", whole("1"), "t", text("x"), "b", new JsonValue.Bool(true), "nothing", nothing());
        learn(
                judge,
                "n",
                fraction("1.5"),
                "l",
                items(nothing(), whole("1"), fraction("0.5")),
                "e",
                items(),
                "o",
                object());
        learn(judge, "s", object("x", whole("1"), "y", object()), "m", items(object("p", text(""), "q", nothing())));
        learn(judge, "s", object("z", text("later")));
        assertEquals(
                "{__intake_ts=timestamptz, n=double, t=string, b=boolean, l=[double], s={x=long, z=string}, m=[{p=string}]}",
                shown(judge.change().asStruct()));
    }

    @Test
    void letsTheFirstTypeWinAndRefusesTheOthers() {
        Judge judge = Judge.ofNewTable(Policies.DEFAULT);
        learn(judge, "a", text("first"));
        assertMisfit(judge.learn(object("a", whole("1")), STAMP), ReasonCode.TYPE_MISMATCH, "/a");
        assertMisfit(judge.learn(object("a", object("b", whole("1"))), STAMP), ReasonCode.TYPE_MISMATCH, "/a");
        assertEquals("{__intake_ts=timestamptz, a=string}", shown(judge.change().asStruct()));
    }

    @Test
    void takesNothingFromAMessageThatIsRefused() {
        Judge judge = Judge.ofNewTable(Policies.DEFAULT);
        assertMisfit(
                judge.learn(object("fine", whole("1"), "__intake_offset", whole("1")), STAMP),
                ReasonCode.RESERVED_NAME,
                "/__intake_offset");
        assertMisfit(judge.learn(object("other", whole("1"), "", whole("1")), STAMP), ReasonCode.NAME_INVALID, "");
        assertMisfit(
                judge.learn(object("third", whole("1"), "mixed", items(whole("1"), text("x"))), STAMP),
                ReasonCode.TYPE_MISMATCH,
                "/mixed/1");
        assertEquals("{__intake_ts=timestamptz}", shown(judge.change().asStruct()));
    }

    static Stream<Arguments> badNames() {
        return Stream.of(
                Arguments.of(object("", whole("1")), ReasonCode.NAME_INVALID, ""),
                Arguments.of(object("a\u0000", whole("1")), ReasonCode.NAME_INVALID, ""),
                Arguments.of(object("a\n", nothing()), ReasonCode.NAME_INVALID, ""),
                Arguments.of(object("ü".repeat(128), whole("1")), ReasonCode.NAME_INVALID, ""),
                Arguments.of(object("o", object("", whole("1"))), ReasonCode.NAME_INVALID, "/o"),
                Arguments.of(object("__INTAKE_ts", whole("1")), ReasonCode.RESERVED_NAME, "/__INTAKE_ts"),
                Arguments.of(object("_row_id", whole("1")), ReasonCode.RESERVED_NAME, "/_row_id"),
                Arguments.of(object("Id", whole("1"), "id", whole("1")), ReasonCode.NAME_CONFLICT, "/id"),
                Arguments.of(object("é", whole("1"), "e\u0301", whole("1")), ReasonCode.NAME_CONFLICT, "/e\u0301"),
                Arguments.of(object("o", object("X", text(""), "x", text(""))), ReasonCode.NAME_CONFLICT, "/o/x"),
                Arguments.of(object("a.b", whole("1"), "a", object("b", whole("1"))), ReasonCode.NAME_CONFLICT, "/a"),
                Arguments.of(object("a", object("b", whole("1")), "A.B", whole("1")), ReasonCode.NAME_CONFLICT, "/A.B"),
                Arguments.of(
                        object("l", items(whole("1")), "l.element", whole("1")),
                        ReasonCode.NAME_CONFLICT,
                        "/l.element"),
                Arguments.of(object("a-b", whole("1"), "a_x2Db", whole("1")), ReasonCode.NAME_CONFLICT, "/a_x2Db"),
                Arguments.of(object("n", whole("9223372036854775808")), ReasonCode.NUMBER_OUT_OF_RANGE, "/n"));
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void refusesWhatCannotBecomeAColumn(JsonValue.Members message, ReasonCode reason, String pointer) {
        assertMisfit(Judge.ofNewTable(Policies.DEFAULT).learn(message, STAMP), reason, pointer);
    }

    static Stream<Arguments> conversions() {
        return Stream.of(
                fits(Simple.LONG, whole("-9223372036854775808"), Long.MIN_VALUE),
                fits(Simple.LONG, whole("-0"), 0L),
                fits(Simple.LONG, fraction("1.0"), 1L),
                fits(Simple.LONG, fraction("12e2"), 1_200L),
                refuses(Simple.LONG, fraction("1.5"), ReasonCode.TYPE_MISMATCH),
                refuses(Simple.LONG, whole("9223372036854775808"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.LONG, fraction("1e999999999"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.LONG, fraction("1e99999999999"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.LONG, text("1"), ReasonCode.TYPE_MISMATCH),
                fits(Simple.INT, whole("2147483647"), Integer.MAX_VALUE),
                refuses(Simple.INT, whole("2147483648"), ReasonCode.NUMBER_OUT_OF_RANGE),
                fits(Simple.DOUBLE, fraction("0.1"), 0.1),
                fits(Simple.DOUBLE, fraction("0.1234567890123456789012345"), 0.12345678901234568),
                fits(Simple.DOUBLE, fraction("1e-400"), 0.0),
                fits(Simple.DOUBLE, whole("-0"), -0.0),
                fits(Simple.DOUBLE, whole("9007199254740992"), 9007199254740992.0),
                refuses(Simple.DOUBLE, whole("9007199254740993"), ReasonCode.NUMBER_NOT_EXACT),
                refuses(Simple.DOUBLE, whole("9223372036854775808"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.DOUBLE, fraction("1e400"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(Simple.DOUBLE, fraction("-1E999999999"), ReasonCode.NUMBER_OUT_OF_RANGE),
                fits(Simple.FLOAT, fraction("0.5"), 0.5f),
                refuses(Simple.FLOAT, whole("16777217"), ReasonCode.NUMBER_NOT_EXACT),
                refuses(Simple.FLOAT, fraction("1e39"), ReasonCode.NUMBER_OUT_OF_RANGE),
                fits(new Decimal(5, 2), fraction("123.40"), new BigDecimal("123.40")),
                fits(new Decimal(38, 0), whole("9".repeat(38)), new BigDecimal("9".repeat(38))),
                refuses(new Decimal(5, 2), fraction("0.123"), ReasonCode.NUMBER_NOT_EXACT),
                refuses(new Decimal(5, 2), whole("1000"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(new Decimal(5, 2), fraction("1e999999"), ReasonCode.NUMBER_OUT_OF_RANGE),
                refuses(new Decimal(5, 2), text("1"), ReasonCode.TYPE_MISMATCH),
                fits(Simple.STRING, text("😀"), "😀"),
                refuses(Simple.STRING, whole("1"), ReasonCode.TYPE_MISMATCH),
                fits(Simple.BOOLEAN, new JsonValue.Bool(false), false),
                refuses(Simple.BOOLEAN, text("false"), ReasonCode.TYPE_MISMATCH),
                fits(Simple.DATE, text("2026-02-28"), LocalDate.of(2026, 2, 28)),
                refuses(Simple.DATE, text("2026-02-30"), ReasonCode.TYPE_MISMATCH),
                refuses(Simple.DATE, whole("20260228"), ReasonCode.TYPE_MISMATCH),
                fits(Simple.TIME, text("12:34:56.123456"), LocalTime.of(12, 34, 56, 123_456_000)),
                refuses(Simple.TIME, text("12:34:56.1234567"), ReasonCode.TYPE_MISMATCH),
                fits(Simple.TIMESTAMP, text("2026-01-02T03:04:05"), LocalDateTime.of(2026, 1, 2, 3, 4, 5)),
                refuses(Simple.TIMESTAMP, text("2026-01-02T03:04:05Z"), ReasonCode.TYPE_MISMATCH),
                fits(
                        Simple.TIMESTAMPTZ,
                        text("2026-01-02T03:04:05+02:00"),
                        OffsetDateTime.of(2026, 1, 2, 1, 4, 5, 0, ZoneOffset.UTC)),
                refuses(Simple.TIMESTAMPTZ, text("2026-01-02T03:04:05"), ReasonCode.TYPE_MISMATCH),
                fits(
                        Simple.UUID,
                        text("6E9F3B9C-6A5E-4D1D-8F4B-0C7E6A1D2B3C"),
                        UUID.fromString("6e9f3b9c-6a5e-4d1d-8f4b-0c7e6a1d2b3c")),
                refuses(Simple.UUID, text("1-1-1-1-1"), ReasonCode.TYPE_MISMATCH),
                fits(Simple.BINARY, text("AQI="), new byte[] {1, 2}),
                refuses(Simple.BINARY, text("A"), ReasonCode.TYPE_MISMATCH),
                fits(new Fixed(2), text("AQI="), new byte[] {1, 2}),
                refuses(new Fixed(3), text("AQI="), ReasonCode.TYPE_MISMATCH),
                refuses(Simple.UNSUPPORTED, text("x"), ReasonCode.TYPE_MISMATCH),
                fits(new ListOf(Simple.LONG, Presence.OPTIONAL), items(whole("1"), nothing()), Arrays.asList(1L, null)),
                refuses(new ListOf(Simple.LONG, Presence.OPTIONAL), object(), ReasonCode.TYPE_MISMATCH),
                fits(new MapOf(Simple.LONG, Presence.OPTIONAL), object("k", whole("1")), Map.of("k", 1L)),
                refuses(new MapOf(Simple.LONG, Presence.OPTIONAL), items(), ReasonCode.TYPE_MISMATCH),
                refuses(Struct.empty(), whole("1"), ReasonCode.TYPE_MISMATCH));
    }

    @ParameterizedTest
    @MethodSource("conversions")
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

    @Test
    void addsToItsOwnTablesAndIgnoresInThoseOfOthers() {
        JsonValue.Members message = object("known", whole("1"), "new", text("x"), "empty", nothing());
        Verdict own = new Judge(shape(Author.INTAKE, optional("known", Simple.LONG)), Policies.DEFAULT, 50)
                .judge(message, STAMP);
        assertEquals(
                "{known=long, new=string}",
                shown(assertInstanceOf(Verdict.NeedsColumns.class, own).columns()));
        Verdict others = new Judge(shape(Author.OTHERS, optional("known", Simple.LONG)), Policies.DEFAULT, 50)
                .judge(message, STAMP);
        assertEquals(List.of("new"), fits(others).remarks().ignored());
    }

    @Test
    void refusesUnknownFieldsWhereTheOwnerSaysSo() {
        Judge judge = judge(
                Evolution.REJECT, Mismatch.STRICT, 50, optional("s", new Struct(List.of(optional("x", Simple.LONG)))));
        assertMisfit(judge.judge(object("s", object("y", whole("1"))), STAMP), ReasonCode.UNKNOWN_FIELD, "/s/y");
        fits(judge.judge(object("y", nothing()), STAMP));
    }

    @Test
    void neverAddsANameThatSomebodyDropped() {
        TableShape shape = new TableShape(
                new Struct(List.of(optional("a", Simple.LONG))), Set.of("gone", "s.gone"), Author.INTAKE);
        Judge judge = new Judge(shape, Policies.DEFAULT, 50);
        assertEquals(
                List.of("gone"),
                fits(judge.judge(object("gone", text("x")), STAMP)).remarks().ignored());
        Verdict nested = judge.judge(object("s", object("gone", text("x"), "kept", text("x"))), STAMP);
        assertEquals(
                "{a=long, s={kept=string}}",
                shown(assertInstanceOf(Verdict.NeedsColumns.class, nested).columns()));
    }

    @Test
    void neverMapsANameToOneThatDiffersOnlyByCaseWhateverThePolicy() {
        for (Evolution evolution : Evolution.values()) {
            Judge judge = judge(evolution, Mismatch.STRICT, 50, optional("Id", Simple.LONG));
            assertMisfit(judge.judge(object("id", whole("1")), STAMP), ReasonCode.NAME_CONFLICT, "/id");
        }
    }

    @Test
    void evolvesInsideStructsAndLists() {
        Struct point = new Struct(List.of(optional("x", Simple.LONG)));
        Judge judge = judge(
                Evolution.ADD,
                Mismatch.STRICT,
                50,
                optional("s", point),
                optional("l", new ListOf(point, Presence.OPTIONAL)));
        judge.learn(object("s", object("y", whole("1")), "l", items(object("z", text("")))), STAMP);
        assertEquals(
                List.of(
                        new SchemaChange.Added("s", Column.ofBatch("y", Simple.LONG)),
                        new SchemaChange.Added("l.element", Column.ofBatch("z", Simple.STRING))),
                judge.change().added());
    }

    @Test
    void widensOnlyOnRequestAndOnlyAsIcebergCan() {
        Column[] columns = {
            optional("i", Simple.INT),
            optional("f", Simple.FLOAT),
            optional("d", new Decimal(4, 2)),
            optional("l", Simple.LONG)
        };
        JsonValue.Members message = object("i", whole("2147483648"), "f", fraction("0.1"), "d", fraction("123456.78"));
        Judge strict = judge(Evolution.ADD, Mismatch.STRICT, 50, columns);
        assertMisfit(strict.learn(message, STAMP), ReasonCode.NUMBER_OUT_OF_RANGE, "/i");
        Judge widening = judge(Evolution.ADD, Mismatch.WIDEN, 50, columns);
        assertInstanceOf(Verdict.NeedsColumns.class, widening.learn(message, STAMP));
        assertEquals(
                List.of(
                        new SchemaChange.Widened("i", Simple.LONG),
                        new SchemaChange.Widened("f", Simple.DOUBLE),
                        new SchemaChange.Widened("d", new Decimal(8, 2))),
                widening.change().widened());
        assertMisfit(widening.learn(object("l", fraction("1.5")), STAMP), ReasonCode.TYPE_MISMATCH, "/l");
    }

    @Test
    void addsNoMoreColumnsThanACommitMayBring() {
        Judge judge = judge(Evolution.ADD, Mismatch.STRICT, 2, optional("a", Simple.LONG));
        assertMisfit(
                judge.learn(object("n1", whole("1"), "n2", whole("1"), "n3", whole("1")), STAMP),
                ReasonCode.TOO_MANY_COLUMNS,
                "/n3");
        assertInstanceOf(Verdict.NeedsColumns.class, judge.learn(object("n3", object("x", whole("1"))), STAMP));
        assertMisfit(judge.learn(object("n4", whole("1")), STAMP), ReasonCode.TOO_MANY_COLUMNS, "/n4");
    }

    @Test
    void makesNoTableOfMoreThanAThousandColumns() {
        Map<String, JsonValue> names = IntStream.range(0, 1_000)
                .boxed()
                .collect(Collectors.toMap(i -> "n" + i, i -> whole("1"), (a, b) -> a, LinkedHashMap::new));
        assertMisfit(
                Judge.ofNewTable(Policies.DEFAULT).learn(new JsonValue.Members(names), STAMP),
                ReasonCode.TOO_MANY_COLUMNS,
                "/n999");
    }

    private static Judge judge(Evolution evolution, Mismatch mismatch, int left, Column... columns) {
        return new Judge(
                shape(Author.OTHERS, columns), new Policies(evolution, mismatch, ErrorPolicy.DEAD_LETTER), left);
    }

    private static TableShape shape(Author author, Column... columns) {
        return new TableShape(new Struct(List.of(columns)), Set.of(), author);
    }

    private static Column optional(String name, ColumnType type) {
        return new Column(name, type, Presence.OPTIONAL, Column.Origin.TABLE);
    }

    private static void learn(Judge judge, Object... members) {
        Verdict verdict = judge.learn(object(members), STAMP);
        assertEquals(false, verdict instanceof Verdict.Unfit, verdict::toString);
    }

    private static Verdict.Fits fits(Verdict verdict) {
        return assertInstanceOf(Verdict.Fits.class, verdict, verdict::toString);
    }

    private static Object cell(Verdict verdict, int column) {
        return fits(verdict).row().values().get(column);
    }

    private static void assertMisfit(Verdict verdict, ReasonCode reason, String pointer) {
        Misfit misfit = assertInstanceOf(Verdict.Unfit.class, verdict, verdict::toString)
                .misfit();
        assertEquals(reason + " " + pointer, misfit.reason() + " " + misfit.pointer(), misfit::toString);
    }

    private static String shown(ColumnType type) {
        return switch (type) {
            case Struct struct ->
                struct.columns().stream()
                        .map(column -> column.name() + "=" + shown(column.type()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case ListOf list -> "[" + shown(list.element()) + "]";
            default -> type.title();
        };
    }

    private static Arguments fits(ColumnType type, JsonValue value, Object expected) {
        return Arguments.of(type, value, expected);
    }

    private static Arguments refuses(ColumnType type, JsonValue value, ReasonCode reason) {
        return Arguments.of(type, value, reason);
    }

    private static JsonValue.Members object(Object... namesAndValues) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (JsonValue) namesAndValues[i + 1]);
        }
        return new JsonValue.Members(members);
    }

    private static JsonValue items(JsonValue... values) {
        return new JsonValue.Items(List.of(values));
    }

    private static JsonValue whole(String literal) {
        return new JsonValue.Whole(literal);
    }

    private static JsonValue fraction(String literal) {
        return new JsonValue.Fraction(literal);
    }

    private static JsonValue text(String value) {
        return new JsonValue.Text(value);
    }

    private static JsonValue nothing() {
        return new JsonValue.Null();
    }
}
