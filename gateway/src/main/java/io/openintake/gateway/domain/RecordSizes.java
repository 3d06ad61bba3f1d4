package io.openintake.gateway.domain;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Looks for a record over the limit by walking the lengths of uncompressed records: each length is read before its
 * body, and the walk ends at the first that is too long, so a compressed bomb costs at most count × limit.
 *
 * @param maxRecordBytes the largest message, without the record's own framing
 * @param maxTotalBytes the most that is read of one batch
 */
public record RecordSizes(int maxRecordBytes, long maxTotalBytes) {
    /** Lengths and deltas around key, value and headers do not count as message. */
    static final int FRAMING_BYTES = 64;

    /** Attributes, two deltas, three lengths. */
    private static final int MIN_RECORD_BYTES = 6;

    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7f;
    private static final int VARINT_MORE = 0x80;
    private static final int MAX_SHIFT = 28;

    /** What came of the walk. */
    public sealed interface Outcome {
        /** Every record is within the limit. */
        record Fit() implements Outcome {}

        /** At least one is not. */
        record TooLarge(long recordBytes) implements Outcome {}

        /** These are no records. */
        record Malformed() implements Outcome {}
    }

    /** Walks this many records; does not close the stream. */
    public Outcome walk(InputStream records, int count) {
        try {
            return lengths(records, count);
        } catch (IOException cutOff) {
            return new Outcome.Malformed();
        }
    }

    private Outcome lengths(InputStream records, int count) throws IOException {
        long total = 0;
        for (int index = 0; index < count; index++) {
            int length = varint(records);
            if (length < MIN_RECORD_BYTES) {
                return new Outcome.Malformed();
            }
            total += length;
            if (length > maxRecordBytes + FRAMING_BYTES || total > maxTotalBytes) {
                return new Outcome.TooLarge(length);
            }
            records.skipNBytes(length);
        }
        return new Outcome.Fit();
    }

    private static int varint(InputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; shift <= MAX_SHIFT; shift += VARINT_BITS) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            value |= (next & VARINT_MASK) << shift;
            if ((next & VARINT_MORE) == 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IOException("varint too long");
    }
}
