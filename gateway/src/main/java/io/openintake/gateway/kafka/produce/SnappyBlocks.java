package io.openintake.gateway.kafka.produce;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads the announced sizes of snappy data before it is inflated, because the library allocates by them. */
final class SnappyBlocks {
    /** Inflated, of one block; librdkafka sends a whole batch as one. */
    static final int MAX_BLOCK_BYTES = 16 * 1_024 * 1_024;

    private static final long MAGIC = 0x82534e4150505900L;
    private static final int MAGIC_HEAD = (int) (MAGIC >>> Integer.SIZE);
    private static final int HEADER_BYTES = 16;
    private static final int VARINT_BITS = 7;
    private static final int MAX_VARINT_BITS = 35;

    private SnappyBlocks() {}

    /** Whether no block between position and limit announces more than is there, or more than it may inflate to. */
    static boolean areBounded(ByteBuffer compressed) {
        ByteBuffer data = compressed.duplicate();
        try {
            if (data.remaining() < HEADER_BYTES || data.getLong(data.position()) != MAGIC) {
                return isBounded(data);
            }
            data.position(data.position() + HEADER_BYTES);
            while (data.hasRemaining()) {
                int bytes = data.getInt();
                // Streams in a row are read by recursion, and no client writes them.
                if (bytes == MAGIC_HEAD || bytes < 0 || bytes > data.remaining()) {
                    return false;
                }
                if (!isBounded(data.slice(data.position(), bytes))) {
                    return false;
                }
                data.position(data.position() + bytes);
            }
            return true;
        } catch (BufferUnderflowException cutOff) {
            return false;
        }
    }

    private static boolean isBounded(ByteBuffer block) {
        long announced = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += VARINT_BITS) {
            byte next = block.get();
            announced |= (long) (next & Byte.MAX_VALUE) << shift;
            if (next >= 0) {
                return announced <= MAX_BLOCK_BYTES;
            }
        }
        return false;
    }
}
