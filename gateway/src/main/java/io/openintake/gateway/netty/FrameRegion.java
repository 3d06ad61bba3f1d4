package io.openintake.gateway.netty;

import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A large frame with its length before it, written to a plain socket in slices. Netty would copy the whole array into
 * direct memory of its own first, and throw that memory away each time; the JDK copies each slice into one small buffer
 * that it keeps for the thread, and that stays in the processor's cache.
 */
final class FrameRegion extends AbstractReferenceCounted implements FileRegion {
    /** What is handed to the socket at a time. */
    static final int SLICE_BYTES = 128 * 1_024;

    private final ByteBuffer length;
    private final ByteBuffer body;
    private final long count;

    FrameRegion(ByteBuffer frame) {
        this.length =
                ByteBuffer.allocate(Integer.BYTES).putInt(frame.remaining()).flip();
        this.body = frame.duplicate();
        this.count = length.remaining() + (long) body.remaining();
    }

    @Override
    public long position() {
        return 0;
    }

    /** Netty kept its misspelling for old callers. */
    @SuppressWarnings("deprecation")
    @Override
    public long transfered() {
        return transferred();
    }

    @Override
    public long transferred() {
        return count - length.remaining() - body.remaining();
    }

    @Override
    public long count() {
        return count;
    }

    /** The position is always what was transferred so far. */
    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
        if (!(target instanceof GatheringByteChannel socket)) {
            throw new IOException("frames are written to sockets only");
        }
        int end = body.limit();
        body.limit(Math.min(end, body.position() + SLICE_BYTES));
        try {
            return length.hasRemaining() ? socket.write(new ByteBuffer[] {length, body}) : socket.write(body);
        } finally {
            body.limit(end);
        }
    }

    @Override
    public FileRegion retain() {
        super.retain();
        return this;
    }

    @Override
    public FileRegion retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public FileRegion touch() {
        return this;
    }

    @Override
    public FileRegion touch(Object hint) {
        return this;
    }

    @Override
    protected void deallocate() {
        // The array is the garbage collector's.
    }
}
