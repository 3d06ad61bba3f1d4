package io.openintake.gateway.kafka.produce;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** Uncompressed records as a stream that takes no lock for every byte, as the JDK's own over an array does. */
final class PlainRecords extends InputStream {
    private static final int END = -1;

    private final ByteBuffer rest;

    /** Of the bytes between position and limit. */
    PlainRecords(ByteBuffer records) {
        this.rest = records.slice();
    }

    @Override
    public int read() {
        return rest.hasRemaining() ? Byte.toUnsignedInt(rest.get()) : END;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int count = Math.min(length, rest.remaining());
        if (count == 0 && length > 0) {
            return END;
        }
        rest.get(into, offset, count);
        return count;
    }

    @Override
    public long skip(long bytes) {
        int count = Math.clamp(bytes, 0, rest.remaining());
        rest.position(rest.position() + count);
        return count;
    }

    @Override
    public int available() {
        return rest.remaining();
    }
}
