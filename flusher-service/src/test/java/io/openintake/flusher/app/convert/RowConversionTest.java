package io.openintake.flusher.app.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Policies;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.Policies.Evolution;
import io.openintake.contracts.Policies.Mismatch;
import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.BatchConversion.DeadLetter;
import io.openintake.flusher.app.BatchConversion.SchemaAddition;
import io.openintake.flusher.app.BatchConversion.Survey;
import io.openintake.flusher.app.BatchConversion.Written;
import io.openintake.flusher.app.ConversionFailed;
import io.openintake.flusher.app.LoadedTable;
import io.openintake.flusher.json.RandomJson;
import io.openintake.flusher.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RowConversionTest {
    private final RowConversion conversion = new RowConversion(new StrictJson());
    private final InMemoryRowTable table = new InMemoryRowTable();

    @Test
    void accountsForEveryRecordOnceWhateverTheMessages() {
        for (int seed = 0; seed < 300; seed++) {
            RandomGenerator random = new Random(seed);
            List<String> messages =
                    Stream.generate(() -> message(random)).limit(20).toList();
            Batch batch = InMemoryRowTable.batch(messages);
            InMemoryRowTable fresh = new InMemoryRowTable();
            RowConversion one = new RowConversion(new StrictJson());
            Survey survey = one.survey(batch, Optional.empty(), Policies.DEFAULT);
            if (!survey.hasRows()) {
                assertEquals(
                        20, one.judge(batch, Policies.DEFAULT).deadLetters().size());
                continue;
            }
            LoadedTable created = fresh.create(survey.addition().orElseThrow());
            assertTrue(
                    one.survey(batch, Optional.of(created), Policies.DEFAULT)
                            .addition()
                            .isEmpty(),
                    "seed " + seed);
            Written written = one.write(batch, fresh, created, Policies.DEFAULT);
            Written again = new RowConversion(new StrictJson()).write(batch, fresh, created, Policies.DEFAULT);
            long rows = written.rows().getOrDefault(0, 0L);
            assertEquals(20, rows + written.deadLetters().size(), "seed " + seed);
            assertEquals(written.deadLetters(), again.deadLetters(), "whoever reads it again decides the same");
            assertEquals(rows * 2, fresh.rows());
        }
    }

    @Test
    void evolvesBatchByBatchAndStillAccountsForEveryRecord() {
        LoadedTable current = table.create(surveyOfNew("{\"f0\":1}"));
        for (int seed = 0; seed < 200; seed++) {
            RandomGenerator random = new Random(seed);
            Batch batch = InMemoryRowTable.batch(
                    Stream.generate(() -> message(random)).limit(5).toList());
            Survey survey = conversion.survey(batch, Optional.of(current), Policies.DEFAULT);
            if (survey.addition().isPresent()) {
                current = table.evolved(current, survey.addition().get());
            }
            Written written = conversion.write(batch, table, current, Policies.DEFAULT);
            assertEquals(
                    5,
                    written.rows().getOrDefault(0, 0L) + written.deadLetters().size(),
                    "seed " + seed);
            assertEquals(survey.hasRows(), !written.rows().isEmpty(), "seed " + seed);
        }
    }

    @Test
    void countsColumnsOfABatchOnceHoweverOftenItIsSurveyed() {
        LoadedTable created = table.create(surveyOfNew("{\"a\":1}"));
        Batch batch = InMemoryRowTable.batch(
                IntStream.range(0, 70).mapToObj(i -> "{\"n" + i + "\":1}").toList());
        LoadedTable evolved = table.evolved(
                created,
                conversion
                        .survey(batch, Optional.of(created), Policies.DEFAULT)
                        .addition()
                        .orElseThrow());
        assertTrue(conversion
                .survey(batch, Optional.of(evolved), Policies.DEFAULT)
                .addition()
                .isEmpty());
        Written written = conversion.write(batch, table, evolved, Policies.DEFAULT);
        assertEquals(Map.of(0, 50L), written.rows());
        assertEquals(
                Map.of(ReasonCode.TOO_MANY_COLUMNS, 20L),
                written.deadLetters().stream()
                        .collect(Collectors.groupingBy(DeadLetter::reason, Collectors.counting())));
        Batch next = InMemoryRowTable.batch(List.of("{\"n69\":1}"));
        assertTrue(conversion
                .survey(next, Optional.of(evolved), Policies.DEFAULT)
                .addition()
                .isPresent());
    }

    @Test
    void writesNoRecordAsADeadLetterBecauseTheTableLagsBehind() {
        LoadedTable created = table.create(surveyOfNew("{\"a\":1}"));
        Batch batch = InMemoryRowTable.batch(List.of("{\"b\":1}"));
        conversion.survey(batch, Optional.of(created), Policies.DEFAULT);
        assertThrows(ConversionFailed.class, () -> conversion.write(batch, table, created, Policies.DEFAULT));
    }

    @Test
    void skipsAndCountsWhereTheOwnerSaysSo() {
        Policies skipping = new Policies(Evolution.BY_TABLE, Mismatch.STRICT, ErrorPolicy.SKIP);
        LoadedTable created = table.create(surveyOfNew("{\"a\":1}"));
        Written written = conversion.write(
                InMemoryRowTable.batch(List.of("{\"a\":1}", "nonsense", "{\"a\":\"x\"}")), table, created, skipping);
        assertEquals(Map.of(0, 1L), written.rows());
        assertEquals(Map.of(0, 2L), written.skipped());
        assertEquals(List.of(), written.deadLetters());
        assertEquals(InMemoryRowTable.TIMESTAMP_MS + 2, written.newestTimestampMs());
    }

    @Test
    void tellsWhatItIgnoredAndRounded() {
        Policies ignoring = new Policies(Evolution.IGNORE, Mismatch.STRICT, ErrorPolicy.DEAD_LETTER);
        LoadedTable created = table.create(surveyOfNew("{\"a\":1.5,\"s\":{\"x\":1}}"));
        conversion.write(
                InMemoryRowTable.batch(List.of("{\"a\":0.123456789012345678,\"b\":1,\"s\":{\"y\":2}}", "{\"b\":{}}")),
                table,
                created,
                ignoring);
        assertEquals("[b, s.y]", conversion.facts().ignoredFields().toString());
        assertEquals(3, conversion.facts().ignoredValues());
        assertEquals(1, conversion.facts().roundedFractions());
    }

    private SchemaAddition surveyOfNew(String message) {
        return new RowConversion(new StrictJson())
                .survey(InMemoryRowTable.batch(List.of(message)), Optional.empty(), Policies.DEFAULT)
                .addition()
                .orElseThrow();
    }

    private static String message(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0 -> "not json";
            case 1 -> "{\"F" + random.nextInt(3) + "\":1}";
            case 2 -> "{\"f1.f2\":1,\"f1\":{\"f2\":1}}";
            case 3 -> "{\"n" + random.nextInt(1_000) + "\":1}";
            default -> RandomJson.object(random, 3);
        };
    }
}
