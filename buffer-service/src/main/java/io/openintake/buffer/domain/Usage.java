package io.openintake.buffer.domain;

/**
 * What a runner holds that is not delivered yet.
 *
 * @param bytes wire bytes
 * @param messages offsets between the position and the end
 */
public record Usage(long bytes, long messages) {
    public static final Usage NONE = new Usage(0, 0);

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(bytes + other.bytes, messages + other.messages);
    }
}
