package io.openintake.contracts.event;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.InternalTopic;

/**
 * An internal record that a service could not read; the service went on without it.
 *
 * @param value at most the first 64 KiB
 */
public record RecordRejected(String sourceTopic, int partition, long offset, String reason, Bytes value)
        implements Event {
    public static final int MAX_VALUE_BYTES = 65_536;

    @Override
    public InternalTopic topic() {
        return InternalTopic.REJECTED;
    }

    @Override
    public String key() {
        return sourceTopic;
    }

    @Override
    public long version() {
        return 0;
    }
}
