package io.openintake.flusher.app.flush;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ReasonCode;
import io.openintake.contracts.flush.DeadLetterHeaders;
import io.openintake.flusher.app.BatchConversion.DeadLetter;
import io.openintake.flusher.app.DeadLetterRecord;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.app.SourceRecord.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadLetterRecordsTest {
    private static final IntakeId INTAKE = new IntakeId(new UUID(4, 2));

    @Test
    void keepsWhatTheProducerSentAndAppendsOursLast() {
        Header own = header("trace", "t1");
        Header forged = header(DeadLetterHeaders.REASON, "forged");
        DeadLetterRecord built = build(List.of(own, forged), "it is no JSON");
        assertArrayEquals(utf8("key"), built.key());
        assertArrayEquals(utf8("value"), built.value());
        assertEquals("t1", last(built, "trace"));
        assertEquals("not-json", last(built, DeadLetterHeaders.REASON));
        assertEquals("/a", last(built, DeadLetterHeaders.POINTER));
        assertEquals("it is no JSON", last(built, DeadLetterHeaders.MESSAGE));
        assertEquals("1234", last(built, DeadLetterHeaders.TIMESTAMP));
        assertEquals(INTAKE.topic(), last(built, DeadLetterHeaders.SOURCE_TOPIC));
        assertEquals("3", last(built, DeadLetterHeaders.SOURCE_PARTITION));
        assertEquals("77", last(built, DeadLetterHeaders.SOURCE_OFFSET));
        assertEquals("c1", last(built, DeadLetterHeaders.COMMIT));
        assertEquals(forged.name(), built.headers().get(1).name());
    }

    @Test
    void countsAttemptsOfReplayedRecordsAndTrustsNoForgedNumber() {
        assertEquals("1", attempt());
        assertEquals("3", attempt("2"));
        assertEquals("1", attempt("-5"));
        assertEquals("1", attempt("99999999999"));
        assertEquals("5", attempt("1", "4"));
    }

    @Test
    void cutsMessagesToTheirLimitBetweenCharacters() {
        String cut = DeadLetterRecords.cut("ä".repeat(300));
        assertEquals("ä".repeat(256), cut);
        assertTrue(utf8(DeadLetterRecords.cut("a" + "ä".repeat(300))).length <= 512);
    }

    private static String attempt(String... before) {
        List<Header> headers = List.of(before).stream()
                .map(value -> header(DeadLetterHeaders.ATTEMPT, value))
                .toList();
        return last(build(headers, ""), DeadLetterHeaders.ATTEMPT);
    }

    private static DeadLetterRecord build(List<Header> headers, String message) {
        SourceRecord record = new SourceRecord(3, 77, 1234, utf8("key"), utf8("value"), headers);
        DeadLetter letter = new DeadLetter(3, 77, ReasonCode.NOT_JSON, "/a", message);
        return DeadLetterRecords.of(INTAKE, record, letter, Optional.of("c1"));
    }

    private static String last(DeadLetterRecord built, String name) {
        return built.headers().stream()
                .filter(header -> header.name().equals(name))
                .reduce((first, second) -> second)
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private static Header header(String name, String value) {
        return new Header(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
