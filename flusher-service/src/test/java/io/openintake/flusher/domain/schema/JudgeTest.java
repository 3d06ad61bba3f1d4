package io.openintake.flusher.domain.schema;

import static io.openintake.flusher.domain.schema.JudgeCases.STAMP;
import static io.openintake.flusher.domain.schema.JudgeCases.assertMisfit;
import static io.openintake.flusher.domain.schema.JudgeCases.fits;
import static io.openintake.flusher.domain.schema.JudgeCases.fraction;
import static io.openintake.flusher.domain.schema.JudgeCases.items;
import static io.openintake.flusher.domain.schema.JudgeCases.judge;
import static io.openintake.flusher.domain.schema.JudgeCases.learn;
import static io.openintake.flusher.domain.schema.JudgeCases.nothing;
import static io.openintake.flusher.domain.schema.JudgeCases.object;
import static io.openintake.flusher.domain.schema.JudgeCases.optional;
import static io.openintake.flusher.domain.schema.JudgeCases.shape;
import static io.openintake.flusher.domain.schema.JudgeCases.shown;
import static io.openintake.flusher.domain.schema.JudgeCases.text;
import static io.openintake.flusher.domain.schema.JudgeCases.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.openintake.contracts.Policies;
import io.openintake.contracts.Policies.Evolution;
import io.openintake.contracts.Policies.Mismatch;
import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.domain.schema.ColumnType.Decimal;
import io.openintake.flusher.domain.schema.ColumnType.ListOf;
import io.openintake.flusher.domain.schema.ColumnType.Presence;
import io.openintake.flusher.domain.schema.ColumnType.Simple;
import io.openintake.flusher.domain.schema.Judge.Verdict;
import io.openintake.flusher.domain.schema.TableShape.Author;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JudgeTest {
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
                "{__intake_ts=timestamptz, n=double, t=string, b=boolean, l=[double], s={x=long, z=string}, "
                        + "m=[{p=string}]}",
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
}
