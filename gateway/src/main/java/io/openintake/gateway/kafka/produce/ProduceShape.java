package io.openintake.gateway.kafka.produce;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Counts what a Produce request holds before it is parsed: its frame may be large for the sake of the batches, and
 * millions of empty topics in it would be parsed into many times their size.
 */
public final class ProduceShape {
    /** Honest clients name one topic here, and each partition once. */
    static final int MAX_TOPICS = 16;

    static final int MAX_PARTITIONS = 256;
    static final int MAX_TAGS = 16;

    private static final int CLIENT_ID_OFFSET = 2 * Short.BYTES + Integer.BYTES;
    private static final short FIRST_FLEXIBLE = 9;
    private static final int VARINT_BITS = 7;
    private static final int MAX_VARINT_BITS = 35;

    private final ByteBuffer frame;
    private final boolean flexible;
    private int partitions;

    private ProduceShape(ByteBuffer frame) {
        this.frame = frame.duplicate();
        this.flexible = frame.getShort(Short.BYTES) >= FIRST_FLEXIBLE;
    }

    /** Whether a request, from its API key on, has few enough parts to be parsed. */
    public static boolean isBounded(ByteBuffer frame) {
        try {
            return new ProduceShape(frame).walk();
        } catch (BufferUnderflowException | IllegalArgumentException cutOff) {
            return false;
        }
    }

    private boolean walk() {
        skip(CLIENT_ID_OFFSET);
        skip(frame.getShort());
        boolean bounded = tags();
        skip(stringBytes());
        skip(Short.BYTES + Integer.BYTES);
        int topics = bounded ? arrayLength() : 0;
        bounded &= topics <= MAX_TOPICS;
        for (int topic = 0; bounded && topic < topics; topic++) {
            skip(stringBytes());
            bounded = partitions() && tags();
        }
        return bounded && tags();
    }

    private boolean partitions() {
        int count = arrayLength();
        boolean bounded = count <= MAX_PARTITIONS - partitions;
        for (int index = 0; bounded && index < count; index++) {
            partitions++;
            skip(Integer.BYTES);
            skip(arrayLength());
            bounded = tags();
        }
        return bounded;
    }

    private boolean tags() {
        int count = flexible ? varint() : 0;
        boolean bounded = count >= 0 && count <= MAX_TAGS;
        for (int index = 0; bounded && index < count; index++) {
            varint();
            skip(varint());
        }
        return bounded;
    }

    private int stringBytes() {
        return flexible ? varint() - 1 : frame.getShort();
    }

    private int arrayLength() {
        return flexible ? varint() - 1 : frame.getInt();
    }

    /** Null has the length -1. */
    private void skip(int bytes) {
        if (bytes < -1) {
            throw new IllegalArgumentException("negative length");
        }
        frame.position(frame.position() + Math.max(0, bytes));
    }

    private int varint() {
        int value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += VARINT_BITS) {
            byte next = frame.get();
            value |= (next & Byte.MAX_VALUE) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("endless varint");
    }
}
