package io.openintake.contracts;

/**
 * What a runner's owner ordered: messages per hour times the largest message. Everything else follows from it.
 *
 * @param maxMessagesPerHour at least 1
 * @param maxMessageSizeKiB 1 to 1,024
 */
public record Capacity(int maxMessagesPerHour, int maxMessageSizeKiB) {
    /** The largest product of the two, in KiB per hour: 20 GiB/h. */
    public static final long MAX_KIB_PER_HOUR = 20_971_520;

    public static final int MAX_MESSAGE_SIZE_KIB = 1_024;
    private static final int BUFFERED_HOURS = 24;
    private static final int BYTES_PER_KIB = 1_024;
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final long SMALL_BYTES_PER_SECOND = 100L * BYTES_PER_KIB;
    private static final int PARTITIONS = 3;

    public Capacity {
        if (maxMessagesPerHour < 1) {
            throw new IllegalArgumentException("maxMessagesPerHour must be at least 1");
        }
        if (maxMessageSizeKiB < 1 || maxMessageSizeKiB > MAX_MESSAGE_SIZE_KIB) {
            throw new IllegalArgumentException("maxMessageSizeKiB must be 1 to " + MAX_MESSAGE_SIZE_KIB);
        }
        if ((long) maxMessagesPerHour * maxMessageSizeKiB > MAX_KIB_PER_HOUR) {
            throw new IllegalArgumentException(
                    "maxMessagesPerHour x maxMessageSizeKiB must not exceed " + MAX_KIB_PER_HOUR + " KiB/h (20 GiB/h)");
        }
    }

    /** The largest record, uncompressed, in bytes. */
    public int maxMessageBytes() {
        return maxMessageSizeKiB * BYTES_PER_KIB;
    }

    /** Bytes per hour. */
    public long bytesPerHour() {
        return (long) maxMessagesPerHour * maxMessageBytes();
    }

    /** The boundary: undelivered bytes at which the runner blocks, 24 hours' worth. */
    public long boundaryBytes() {
        return BUFFERED_HOURS * bytesPerHour();
    }

    /** The boundary in messages, 24 hours' worth; whichever is reached first blocks. */
    public long boundaryMessages() {
        return (long) BUFFERED_HOURS * maxMessagesPerHour;
    }

    /** Partitions of an intake topic on such a runner: 1 below 100 KiB/s, otherwise 3. */
    public int intakeTopicPartitions() {
        return bytesPerHour() / SECONDS_PER_HOUR < SMALL_BYTES_PER_SECOND ? 1 : PARTITIONS;
    }
}
