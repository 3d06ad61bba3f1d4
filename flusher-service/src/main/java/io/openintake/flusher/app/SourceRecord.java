package io.openintake.flusher.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of the intake topic.
 *
 * @param timestampMs the broker's (LogAppendTime), milliseconds since the epoch
 */
public record SourceRecord(
        int partition,
        long offset,
        long timestampMs,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {
    public SourceRecord {
        headers = List.copyOf(headers);
    }

    /** A header; its value may be absent. */
    public record Header(String name, byte @Nullable [] value) {}
}
