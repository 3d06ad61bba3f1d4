package io.openintake.gateway.netty;

import io.openintake.gateway.app.flow.ByteGate.Account;
import java.nio.ByteBuffer;

/** Who gets the frames of a connection, and says how large they may be. */
interface FrameSink {
    /** The smallest length that can be right now. */
    int minBytes();

    /** The largest length that can be right now, before anything of the frame is read. */
    int maxBytes();

    /** The largest length of a frame that begins with this API key. */
    int maxBytes(short key);

    /** Whose room the frames take, from their announced length on until the sink releases it. */
    Account account();

    /** A whole frame. */
    void frame(ByteBuffer frame);

    /** A length that cannot be right; nothing more is read. */
    void refused(int length);

    /** A frame that was begun is not finished in time; nothing more is read. */
    void late();
}
