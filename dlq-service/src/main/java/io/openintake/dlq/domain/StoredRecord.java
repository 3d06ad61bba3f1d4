package io.openintake.dlq.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in a dead letter topic.
 *
 * @param time when the broker appended it
 * @param key null when the producer gave none
 * @param value null when the producer sent none
 */
public record StoredRecord(
        int partition,
        long offset,
        Instant time,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {
    public StoredRecord {
        headers = List.copyOf(headers);
    }

    /** One header; names may repeat. */
    public record Header(String name, byte[] value) {}

    /** The last header of this name: ours are appended last, so forged ones lose. */
    public Optional<byte[]> header(String name) {
        return headers.reversed().stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst();
    }
}
