package io.openintake.gateway.desk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What goes wrong with a frame on purpose: flipped bits, a missing end, lengths that lie. */
public record Damage(RandomGenerator random) {
    private static final int[] LIES = {-1, 0, 1, 0x7fff, 0x10000, 0x7fff_ffff, 0x8000_0000};
    /** The key and the version stay, or every second frame would end there. */
    private static final int SPARED_BYTES = 8;

    /** The frame with up to three faults. */
    public byte[] of(byte[] frame) {
        byte[] damaged = frame.clone();
        for (int fault = random.nextInt(4); fault > 0 && damaged.length > SPARED_BYTES + Integer.BYTES; fault--) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] frame) {
        int at = SPARED_BYTES + random.nextInt(frame.length - SPARED_BYTES);
        switch (random.nextInt(5)) {
            case 0 -> frame[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 1 -> {
                return Arrays.copyOf(frame, at);
            }
            case 2 ->
                ByteBuffer.wrap(frame)
                        .putInt(Math.min(at, frame.length - Integer.BYTES), LIES[random.nextInt(LIES.length)]);
            // The length of something compact: five bytes that mean two billion.
            case 3 -> Arrays.fill(frame, at, Math.min(frame.length, at + Integer.BYTES), (byte) 0xff);
            default -> {
                return Arrays.copyOf(frame, frame.length + 1 + random.nextInt(8));
            }
        }
        return frame;
    }
}
