package io.openintake.gateway.desk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Produce before version 3, which the message classes have forgotten. */
final class OldProduce {
    private OldProduce() {}

    static byte[] frame(String topic, int version) {
        byte[] name = topic.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(64 + name.length);
        frame.putShort((short) 0).putShort((short) version).putInt(7).putShort((short) -1);
        frame.putShort((short) -1).putInt(1_000);
        frame.putInt(1).putShort((short) name.length).put(name);
        frame.putInt(1).putInt(0).putInt(0);
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }
}
