package io.openintake.flusher.domain.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.openintake.contracts.Policies;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.Policies.Evolution;
import io.openintake.contracts.Policies.Mismatch;
import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.domain.schema.ColumnType.ListOf;
import io.openintake.flusher.domain.schema.ColumnType.Presence;
import io.openintake.flusher.domain.schema.Judge.Verdict;
import io.openintake.flusher.domain.schema.TableShape.Author;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages, tables and verdicts in short. */
final class JudgeCases {
    static final Stamp STAMP = new Stamp(2, 17, 1_767_225_600_123L);

    private JudgeCases() {}

    static Judge judge(Evolution evolution, Mismatch mismatch, int left, Column... columns) {
        return new Judge(
                shape(Author.OTHERS, columns), new Policies(evolution, mismatch, ErrorPolicy.DEAD_LETTER), left);
    }

    static TableShape shape(Author author, Column... columns) {
        return new TableShape(new Struct(List.of(columns)), Set.of(), author);
    }

    static Column optional(String name, ColumnType type) {
        return new Column(name, type, Presence.OPTIONAL, Column.Origin.TABLE);
    }

    static void learn(Judge judge, Object... members) {
        Verdict verdict = judge.learn(object(members), STAMP);
        assertEquals(false, verdict instanceof Verdict.Unfit, verdict::toString);
    }

    static Verdict.Fits fits(Verdict verdict) {
        return assertInstanceOf(Verdict.Fits.class, verdict, verdict::toString);
    }

    static Object cell(Verdict verdict, int column) {
        return fits(verdict).row().values().get(column);
    }

    static void assertMisfit(Verdict verdict, ReasonCode reason, String pointer) {
        Misfit misfit = assertInstanceOf(Verdict.Unfit.class, verdict, verdict::toString)
                .misfit();
        assertEquals(reason + " " + pointer, misfit.reason() + " " + misfit.pointer(), misfit::toString);
    }

    static String shown(ColumnType type) {
        return switch (type) {
            case Struct struct ->
                struct.columns().stream()
                        .map(column -> column.name() + "=" + shown(column.type()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case ListOf list -> "[" + shown(list.element()) + "]";
            default -> type.title();
        };
    }

    static JsonValue.Members object(Object... namesAndValues) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (JsonValue) namesAndValues[i + 1]);
        }
        return new JsonValue.Members(members);
    }

    static JsonValue items(JsonValue... values) {
        return new JsonValue.Items(List.of(values));
    }

    static JsonValue whole(String literal) {
        return new JsonValue.Whole(literal);
    }

    static JsonValue fraction(String literal) {
        return new JsonValue.Fraction(literal);
    }

    static JsonValue text(String value) {
        return new JsonValue.Text(value);
    }

    static JsonValue nothing() {
        return new JsonValue.Null();
    }
}
