package io.openintake.gateway.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.GatheringByteChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameRegionTest {
    /** Takes so many bytes at a time at most, as a socket whose buffer is nearly full. */
    private static final class Narrow implements GatheringByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final Random random = new Random(11);
        private int largest;

        @Override
        public int write(ByteBuffer source) {
            int count = Math.min(source.remaining(), random.nextInt(SLICE * 2));
            for (int index = 0; index < count; index++) {
                taken.write(source.get());
            }
            largest = Math.max(largest, count);
            return count;
        }

        @Override
        public long write(ByteBuffer[] sources) {
            return write(sources, 0, sources.length);
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            long written = 0;
            for (int index = offset; index < offset + length; index++) {
                written += write(sources[index]);
                if (sources[index].hasRemaining()) {
                    return written;
                }
            }
            return written;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static final int SLICE = FrameRegion.SLICE_BYTES;

    @Test
    void writesLengthAndFrameWhateverTheSocketTakesAtATime() throws IOException {
        byte[] frame = new byte[3 * SLICE + 17];
        new Random(5).nextBytes(frame);
        FrameRegion region = new FrameRegion(ByteBuffer.wrap(frame));
        Narrow socket = new Narrow();
        while (region.transferred() < region.count()) {
            region.transferTo(socket, region.transferred());
        }
        byte[] expected = ByteBuffer.allocate(Integer.BYTES + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array();
        assertArrayEquals(expected, socket.taken.toByteArray());
        assertEquals(expected.length, region.count());
        assertTrue(socket.largest <= SLICE, "slices of " + socket.largest);
    }

    @Test
    void isForSocketsOnly() {
        FrameRegion region = new FrameRegion(ByteBuffer.allocate(1));
        assertThrows(IOException.class, () -> region.transferTo(Channels.newChannel(new ByteArrayOutputStream()), 0));
    }
}
