package io.openintake.gateway.app;

import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledExecutorService;

/** A client's connection, in frames. All calls on its loop. */
public interface ClientChannel {
    /** The one thread that everything of this connection runs on. */
    ScheduledExecutorService loop();

    /** The client's address without port. */
    String remoteAddress();

    /** The server name that the client asked for in TLS; empty without. */
    String requestedHost();

    /** Whether it runs inside TLS. */
    Encryption encryption();

    /** Whether more may be written before the client reads. */
    boolean isWritable();

    /** Asks for one more frame. */
    void readFrame();

    /** Writes a frame; the callback runs when it is on the wire or lost. */
    void write(ByteBuffer body, Runnable written);

    /** Ends it. */
    void close();

    /** Ends it once the client has read what was written, though it may still send; its own sending ends unread. */
    void closeGently();

    /** Whether others can read along. */
    enum Encryption {
        TLS,
        PLAINTEXT
    }
}
