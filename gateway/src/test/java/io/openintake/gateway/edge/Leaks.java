package io.openintake.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.openintake.testkit.Eventually;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts the buffers that Netty's leak detection finds unreleased, after it has proved that it finds one. */
final class Leaks implements AutoCloseable {
    /** Held, because loggers that nobody holds are forgotten with their handlers. */
    private static final Logger LOG = Logger.getLogger("io.netty.util.ResourceLeakDetector");

    private final AtomicInteger found = new AtomicInteger();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().contains("LEAK")) {
                found.incrementAndGet();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Leaks() {
        LOG.addHandler(handler);
        leak();
        Eventually.holds("the detection finds a leak that was made", () -> found() > 0);
        found.set(0);
    }

    /** What was found since the start. */
    int found() {
        System.gc();
        for (int index = 0; index < 100; index++) {
            // The detection looks at what was collected when something new is handed out.
            UnpooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        return found.get();
    }

    @SuppressWarnings("CheckReturnValue")
    private static void leak() {
        ByteBuf lost = UnpooledByteBufAllocator.DEFAULT.directBuffer(16);
        lost.writeByte(1);
    }

    @Override
    public void close() {
        LOG.removeHandler(handler);
    }
}
