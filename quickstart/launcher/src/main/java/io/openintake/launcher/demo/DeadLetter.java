package io.openintake.launcher.demo;

import io.openintake.contracts.flush.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A dead letter as its consumer sees it. */
public record DeadLetter(String key, String value, String reason, String pointer, String message, String source) {
    private static final int SHOWN_CHARACTERS = 70;

    static DeadLetter of(ConsumerRecord<String, byte[]> record) {
        return new DeadLetter(
                record.key() == null ? "" : record.key(),
                shown(record.value()),
                header(record, DeadLetterHeaders.REASON),
                header(record, DeadLetterHeaders.POINTER),
                header(record, DeadLetterHeaders.MESSAGE),
                "%s-%s@%s"
                        .formatted(
                                header(record, DeadLetterHeaders.SOURCE_TOPIC),
                                header(record, DeadLetterHeaders.SOURCE_PARTITION),
                                header(record, DeadLetterHeaders.SOURCE_OFFSET)));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String shown(byte @Nullable [] value) {
        if (value == null) {
            return "(no value)";
        }
        // a message may hold anything, also what moves a terminal's cursor
        String text = new String(value, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "\uFFFD");
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
