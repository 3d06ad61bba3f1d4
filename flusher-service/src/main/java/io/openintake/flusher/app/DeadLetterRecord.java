package io.openintake.flusher.app;

import io.openintake.flusher.app.SourceRecord.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record for the dead letter topic: the producer's key, value and headers, then ours. */
public record DeadLetterRecord(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    public DeadLetterRecord {
        headers = List.copyOf(headers);
    }
}
