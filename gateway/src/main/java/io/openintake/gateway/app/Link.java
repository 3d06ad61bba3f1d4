package io.openintake.gateway.app;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One connection to one broker, for one client connection. All calls on the client's loop. */
public interface Link {
    /**
     * Sends a request, after all that were sent before; its correlation id is overwritten.
     *
     * @param frame from the API key on
     * @param timeout after which the silent broker's link is broken
     */
    CompletableFuture<LinkAnswer> send(ByteBuffer frame, Duration timeout);

    /** Whether it still takes requests. */
    boolean isUsable();

    /** Requests without an answer. */
    int inFlight();

    /** Ends it; what is in flight is answered {@link LinkAnswer.Broken}. */
    void close();
}
