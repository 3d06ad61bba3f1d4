package io.openintake.dlq.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.openintake.dlq.domain.DeadLetter;
import io.openintake.dlq.domain.Preview;
import io.openintake.dlq.domain.StoredRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is shown. Key, value and headers are previews; the raw value can be downloaded.
 *
 * @param id names it in addresses: {@code partition-offset}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterJson(
        String id,
        int partition,
        long offset,
        Instant time,
        String reason,
        String pointer,
        String message,
        int attempt,
        @Nullable SourceJson source,
        @Nullable Instant originalTimestamp,
        @Nullable PreviewJson key,
        @Nullable PreviewJson value,
        List<HeaderJson> headers,
        int headerCount) {
    private static final int MAX_PREVIEW_BYTES = 20 << 10;
    private static final int MAX_HEADER_BYTES = 1 << 10;
    private static final int MAX_HEADERS = 64;

    /** Where the message was accepted. */
    public record SourceJson(String topic, int partition, long offset) {}

    /** One header. */
    public record HeaderJson(String name, PreviewJson value) {}

    /** The beginning of some bytes: as text with invisible characters escaped, or as base64 when they are no UTF-8. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PreviewJson(
            int size, @Nullable String text, @Nullable String base64, boolean truncated) {
        static PreviewJson of(byte[] bytes, int limitBytes) {
            Preview preview = Preview.of(bytes, limitBytes);
            return new PreviewJson(
                    preview.size(),
                    preview.text().orElse(null),
                    preview.base64().orElse(null),
                    preview.truncated());
        }
    }

    /** A page of them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ListJson(
            List<DeadLetterJson> deadLetters, @Nullable String nextPageToken) {}

    static DeadLetterJson of(DeadLetter letter) {
        StoredRecord stored = letter.stored();
        return new DeadLetterJson(
                stored.partition() + "-" + stored.offset(),
                stored.partition(),
                stored.offset(),
                stored.time(),
                letter.reason(),
                letter.pointer(),
                letter.message(),
                letter.attempt(),
                letter.source()
                        .map(source -> new SourceJson(source.topic(), source.partition(), source.offset()))
                        .orElse(null),
                letter.originalTime().orElse(null),
                preview(stored.key()),
                preview(stored.value()),
                stored.headers().stream()
                        .limit(MAX_HEADERS)
                        .map(header -> new HeaderJson(header.name(), PreviewJson.of(header.value(), MAX_HEADER_BYTES)))
                        .toList(),
                stored.headers().size());
    }

    private static @Nullable PreviewJson preview(byte @Nullable [] bytes) {
        return bytes == null ? null : PreviewJson.of(bytes, MAX_PREVIEW_BYTES);
    }
}
