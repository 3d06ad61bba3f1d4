package io.openintake.contracts.flush;

/**
 * Headers that are appended to a dead letter after the producer's own; the last header of a name wins, so forged ones
 * lose. Values are UTF-8 text.
 */
public final class DeadLetterHeaders {
    /** One of {@link io.openintake.contracts.ReasonCode}. */
    public static final String REASON = "openintake.dlq.reason";
    /** JSON pointer (RFC 6901) of the culprit; empty when it is the whole message. */
    public static final String POINTER = "openintake.dlq.pointer";
    /** What is wrong, at most 512 bytes. */
    public static final String MESSAGE = "openintake.dlq.message";
    /** The record's original timestamp, milliseconds since the epoch. */
    public static final String TIMESTAMP = "openintake.dlq.timestamp";
    /** How often it was dead-lettered, from 1. */
    public static final String ATTEMPT = "openintake.dlq.attempt";
    /** The commit of the batch it came from; absent when the batch had no rows. */
    public static final String COMMIT = "openintake.dlq.commit";

    public static final String SOURCE_TOPIC = "__connect.errors.topic";
    public static final String SOURCE_PARTITION = "__connect.errors.partition";
    public static final String SOURCE_OFFSET = "__connect.errors.offset";
    public static final String EXCEPTION_MESSAGE = "__connect.errors.exception.message";

    public static final int MAX_MESSAGE_BYTES = 512;

    private DeadLetterHeaders() {}
}
