package io.openintake.gateway.desk;

import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiMessage;

/** Requests made of message classes. */
final class Frames {
    private static final int CORRELATION_OFFSET = 2 * Short.BYTES;

    private Frames() {}

    static byte[] of(ApiMessage body, int correlationId, int version) {
        ByteBuffer frame = Wire.request(body, (short) version, "desk");
        frame.putInt(frame.position() + CORRELATION_OFFSET, correlationId);
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
