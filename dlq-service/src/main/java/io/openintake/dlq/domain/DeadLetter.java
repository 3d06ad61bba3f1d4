package io.openintake.dlq.domain;

import io.openintake.contracts.flush.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter with what its headers say. Headers are read leniently: a record that lacks one is still shown.
 *
 * @param reason its code; empty text when the record has none
 * @param pointer JSON pointer of the culprit; empty text for the whole message
 * @param attempt how often it was dead-lettered, from 1
 * @param originalTime when the message was accepted
 */
public record DeadLetter(
        StoredRecord stored,
        String reason,
        String pointer,
        String message,
        int attempt,
        Optional<Source> source,
        Optional<Instant> originalTime) {

    /** Where the message was accepted. */
    public record Source(String topic, int partition, long offset) {}

    /** Reads the headers. */
    public static DeadLetter of(StoredRecord stored) {
        return new DeadLetter(
                stored,
                text(stored, DeadLetterHeaders.REASON).orElse(""),
                text(stored, DeadLetterHeaders.POINTER).orElse(""),
                text(stored, DeadLetterHeaders.MESSAGE).orElse(""),
                number(stored, DeadLetterHeaders.ATTEMPT).map(Long::intValue).orElse(1),
                source(stored),
                number(stored, DeadLetterHeaders.TIMESTAMP).flatMap(DeadLetter::instant));
    }

    private static Optional<Source> source(StoredRecord stored) {
        Optional<Long> partition = number(stored, DeadLetterHeaders.SOURCE_PARTITION);
        Optional<Long> offset = number(stored, DeadLetterHeaders.SOURCE_OFFSET);
        return text(stored, DeadLetterHeaders.SOURCE_TOPIC)
                .filter(topic -> partition.isPresent() && offset.isPresent())
                .map(topic -> new Source(topic, partition.orElseThrow().intValue(), offset.orElseThrow()));
    }

    private static Optional<String> text(StoredRecord stored, String name) {
        return stored.header(name).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private static Optional<Long> number(StoredRecord stored, String name) {
        return text(stored, name).filter(text -> text.matches("[0-9]{1,18}")).map(Long::parseLong);
    }

    private static Optional<Instant> instant(long epochMs) {
        try {
            return Optional.of(Instant.ofEpochMilli(epochMs));
        } catch (DateTimeException outOfRange) {
            return Optional.empty();
        }
    }
}
