package io.openintake.flusher.domain.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Partitioning;
import io.openintake.flusher.domain.schema.ColumnType.Simple;
import io.openintake.flusher.domain.schema.PartitionGrammar.Outcome;
import io.openintake.flusher.domain.schema.PartitionTerm.Transform;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PartitionGrammarTest {
    private static final Struct COLUMNS = new Struct(List.of(
            Column.ofBatch("__intake_ts", Simple.TIMESTAMPTZ),
            Column.ofBatch("id", Simple.LONG),
            Column.ofBatch("day", Simple.DATE),
            Column.ofBatch("name", Simple.STRING),
            Column.ofBatch("price", Simple.DOUBLE),
            Column.ofBatch("a.b", Simple.STRING),
            Column.ofBatch("s", new Struct(List.of(Column.ofBatch("x", Simple.LONG))))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id|IDENTITY|id|0",
                " identity( id ) |IDENTITY|id|0",
                "year(day)|YEAR|day|0",
                "years(day)|YEAR|day|0",
                "Month(__intake_ts)|MONTH|__intake_ts|0",
                "months(day)|MONTH|day|0",
                "day(__intake_ts)|DAY|__intake_ts|0",
                "DAYS(day)|DAY|day|0",
                "hour(__intake_ts)|HOUR|__intake_ts|0",
                "hours(__intake_ts)|HOUR|__intake_ts|0",
                "bucket(16, id)|BUCKET|id|16",
                "bucket(id,16)|BUCKET|id|16",
                "truncate(name, 3)|TRUNCATE|name|3",
                "truncate(3,name)|TRUNCATE|name|3",
                "void(price)|VOID|price|0",
                "s.x|IDENTITY|s.x|0",
                "bucket(4,s.x)|BUCKET|s.x|4",
                "a.b|IDENTITY|a.b|0",
            })
    void readsEveryFormOfTheGrammar(String expression, Transform transform, String column, int parameter) {
        assertEquals(
                List.of(new PartitionTerm(transform, column, parameter)),
                assertInstanceOf(Outcome.Applicable.class, apply(expression)).terms());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "bucket(16", "bucket(16)", "bucket(16,id,2)", "bucket(0,id)", "bucket(-1,id)", "bucket(1,2)",
                        "bucket(id,name)",
                "bucket(99999999999,id)", "day()", "day(id,day)", "weeks(day)", "day(id)", "hour(day)", "year(name)",
                        "missing",
                "day(missing)", "s", "s.y", "bucket(4,price)", "truncate(2,price)", "day(day))", "day((day)", "id,name",
                "name\u0000", "drop table"
            })
    void refusesWhatCannotBeApplied(String expression) {
        Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, apply(expression));
        assertTrue(refused.message().chars().noneMatch(Character::isISOControl), refused::message);
        assertTrue(refused.message().length() <= 200, refused::message);
    }

    @Test
    void refusesTheSameTwiceAndTooMany() {
        assertInstanceOf(Outcome.Refused.class, apply("id", "identity(id)"));
        assertInstanceOf(
                Outcome.Refused.class,
                PartitionGrammar.apply(new Partitioning.Manual(Collections.nCopies(17, "id")), COLUMNS));
    }

    @Test
    void partitionsByIntakeTimeOrNotAtAll() {
        assertEquals(
                new Outcome.Applicable(List.of(new PartitionTerm(Transform.DAY, "__intake_ts", 0))),
                PartitionGrammar.apply(new Partitioning.IntakeTime(), COLUMNS));
        assertEquals(new Outcome.Applicable(List.of()), PartitionGrammar.apply(new Partitioning.None(), COLUMNS));
    }

    private static Outcome apply(String... expressions) {
        return PartitionGrammar.apply(new Partitioning.Manual(List.of(expressions)), COLUMNS);
    }
}
