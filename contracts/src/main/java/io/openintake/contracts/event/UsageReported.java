package io.openintake.contracts.event;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.RunnerId;
import java.time.Instant;
import java.util.Optional;

/**
 * A runner's undelivered bytes and messages against its boundary.
 *
 * @param bytes undelivered wire bytes
 * @param boundaryBytes where the runner blocks
 * @param messages undelivered messages
 * @param boundaryMessages where the runner blocks; whichever is reached first
 * @param oldest since when the oldest undelivered message waits; empty when there is none
 */
public record UsageReported(
        RunnerId runner,
        long version,
        State state,
        long bytes,
        long boundaryBytes,
        long messages,
        long boundaryMessages,
        Optional<Instant> oldest)
        implements Event {
    /** Whether producers may produce. */
    public enum State {
        OPEN,
        BLOCKED
    }

    @Override
    public InternalTopic topic() {
        return InternalTopic.USAGE;
    }

    @Override
    public String key() {
        return runner.toString();
    }
}
