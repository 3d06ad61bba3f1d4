package io.openintake.flusher.app.flush;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.DeadLetterHeaders;
import io.openintake.flusher.app.BatchConversion.DeadLetter;
import io.openintake.flusher.app.DeadLetterRecord;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.app.SourceRecord.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds dead letters: everything as the producer sent it, then our headers, of which the last of a name counts. */
final class DeadLetterRecords {
    private static final int MAX_ATTEMPT_DIGITS = 6;

    private DeadLetterRecords() {}

    static DeadLetterRecord of(IntakeId intake, SourceRecord record, DeadLetter letter, Optional<String> commit) {
        String message = cut(letter.message());
        List<Header> headers = new ArrayList<>(record.headers());
        add(headers, DeadLetterHeaders.SOURCE_TOPIC, intake.topic());
        add(headers, DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(record.partition()));
        add(headers, DeadLetterHeaders.SOURCE_OFFSET, Long.toString(record.offset()));
        add(headers, DeadLetterHeaders.EXCEPTION_MESSAGE, message);
        add(headers, DeadLetterHeaders.REASON, letter.reason().text());
        add(headers, DeadLetterHeaders.POINTER, cut(letter.pointer()));
        add(headers, DeadLetterHeaders.MESSAGE, message);
        add(headers, DeadLetterHeaders.TIMESTAMP, Long.toString(record.timestampMs()));
        add(headers, DeadLetterHeaders.ATTEMPT, Integer.toString(earlierAttempts(record) + 1));
        commit.ifPresent(id -> add(headers, DeadLetterHeaders.COMMIT, id));
        return new DeadLetterRecord(record.key(), record.value(), headers);
    }

    /** Ours is appended last. */
    static String reason(DeadLetterRecord letter) {
        return letter.headers().stream()
                .filter(header -> header.name().equals(DeadLetterHeaders.REASON))
                .reduce((first, last) -> last)
                .map(header -> text(header.value()))
                .orElse("");
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    static long bytes(SourceRecord record) {
        long headers = 0;
        for (Header header : record.headers()) {
            headers += header.name().length() + length(header.value());
        }
        return length(record.key()) + length(record.value()) + headers;
    }

    /** At most {@link DeadLetterHeaders#MAX_MESSAGE_BYTES} of UTF-8, cut between characters. */
    static String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= DeadLetterHeaders.MAX_MESSAGE_BYTES) {
            return text;
        }
        int end = DeadLetterHeaders.MAX_MESSAGE_BYTES;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
    }

    /** A replayed record says how often it was here; anything that is no small number counts as never. */
    private static int earlierAttempts(SourceRecord record) {
        return record.headers().stream()
                .filter(header -> header.name().equals(DeadLetterHeaders.ATTEMPT))
                .reduce((first, last) -> last)
                .map(header -> number(header.value()))
                .orElse(0);
    }

    private static int number(byte @Nullable [] value) {
        String text = text(value);
        boolean isSmall = !text.isEmpty()
                && text.length() <= MAX_ATTEMPT_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isSmall ? Integer.parseInt(text) : 0;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void add(List<Header> headers, String name, String value) {
        headers.add(new Header(name, value.getBytes(StandardCharsets.UTF_8)));
    }
}
