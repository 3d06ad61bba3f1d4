package io.openintake.dlq.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.flush.DeadLetterHeaders;
import io.openintake.dlq.domain.StoredRecord.Header;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeadLetterTest {
    @Test
    void readsWhatTheFlusherWrote() {
        DeadLetter letter = letter(
                header(DeadLetterHeaders.REASON, "type-mismatch"),
                header(DeadLetterHeaders.POINTER, "/price"),
                header(DeadLetterHeaders.MESSAGE, "expected a number"),
                header(DeadLetterHeaders.ATTEMPT, "2"),
                header(DeadLetterHeaders.TIMESTAMP, "1767225600000"),
                header(DeadLetterHeaders.SOURCE_TOPIC, "intake-x"),
                header(DeadLetterHeaders.SOURCE_PARTITION, "1"),
                header(DeadLetterHeaders.SOURCE_OFFSET, "77"));
        assertEquals("type-mismatch", letter.reason());
        assertEquals("/price", letter.pointer());
        assertEquals("expected a number", letter.message());
        assertEquals(2, letter.attempt());
        assertEquals(Optional.of(Instant.parse("2026-01-01T00:00:00Z")), letter.originalTime());
        assertEquals(Optional.of(new DeadLetter.Source("intake-x", 1, 77)), letter.source());
    }

    @Test
    void believesTheLastHeaderOfAName() {
        DeadLetter letter = letter(
                header(DeadLetterHeaders.REASON, "forged by the producer"),
                header(DeadLetterHeaders.REASON, "not-json"));
        assertEquals("not-json", letter.reason());
    }

    @Test
    void showsARecordWithoutOurHeaders() {
        DeadLetter letter = letter(
                header(DeadLetterHeaders.ATTEMPT, "-1"),
                header(DeadLetterHeaders.TIMESTAMP, "yesterday"),
                header(DeadLetterHeaders.SOURCE_OFFSET, "7"));
        assertEquals("", letter.reason());
        assertEquals(1, letter.attempt());
        assertEquals(Optional.empty(), letter.source());
        assertEquals(Optional.empty(), letter.originalTime());
    }

    private static DeadLetter letter(Header... headers) {
        return DeadLetter.of(new StoredRecord(0, 5, Instant.EPOCH, null, null, List.of(headers)));
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
