package io.openintake.gateway.domain;

import java.nio.ByteBuffer;

/**
 * The 61 bytes before the records of a batch of format v2 (Kafka protocol guide, "Record Batch").
 *
 * @param sizeBytes of the whole batch, header included
 */
public record BatchHeader(
        long baseOffset,
        int sizeBytes,
        int attributes,
        int lastOffsetDelta,
        long producerId,
        short producerEpoch,
        int baseSequence,
        int count) {
    /** Bytes of the header. */
    public static final int BYTES = 61;

    public static final byte MAGIC = 2;
    static final int LENGTH_OFFSET = 8;
    static final int MAGIC_OFFSET = 16;
    static final int CRC_OFFSET = 17;
    static final int ATTRIBUTES_OFFSET = 21;
    /** What the length field does not count: the base offset and itself. */
    static final int LOG_OVERHEAD = 12;

    private static final int LAST_OFFSET_DELTA_OFFSET = 23;
    private static final int PRODUCER_ID_OFFSET = 43;
    private static final int PRODUCER_EPOCH_OFFSET = 51;
    private static final int BASE_SEQUENCE_OFFSET = 53;
    private static final int COUNT_OFFSET = 57;
    private static final int COMPRESSION_MASK = 0x07;
    private static final int TRANSACTIONAL_MASK = 0x10;
    private static final int CONTROL_MASK = 0x20;

    /** Reads the header that begins at this index of the buffer, which must have as many bytes. */
    public static BatchHeader read(ByteBuffer buffer, int at) {
        return new BatchHeader(
                buffer.getLong(at),
                buffer.getInt(at + LENGTH_OFFSET) + LOG_OVERHEAD,
                buffer.getShort(at + ATTRIBUTES_OFFSET),
                buffer.getInt(at + LAST_OFFSET_DELTA_OFFSET),
                buffer.getLong(at + PRODUCER_ID_OFFSET),
                buffer.getShort(at + PRODUCER_EPOCH_OFFSET),
                buffer.getInt(at + BASE_SEQUENCE_OFFSET),
                buffer.getInt(at + COUNT_OFFSET));
    }

    /** The id of the compression codec; 0 is none. */
    public int compression() {
        return attributes & COMPRESSION_MASK;
    }

    /** Whether it belongs to a transaction. */
    public boolean isTransactional() {
        return (attributes & TRANSACTIONAL_MASK) != 0;
    }

    /** Whether it holds a marker instead of messages. */
    public boolean isControl() {
        return (attributes & CONTROL_MASK) != 0;
    }

    /** Whether an idempotent producer sent it. */
    public boolean isIdempotent() {
        return producerId >= 0;
    }

    /** The offset of its last record. */
    public long lastOffset() {
        return baseOffset + lastOffsetDelta;
    }
}
