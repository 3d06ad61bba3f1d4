package io.openintake.dlq.domain;

/**
 * Where a dead letter topic begins and ends.
 *
 * @param start the oldest offset that is still there
 * @param committedEnd one past the newest offset of which all is decided
 * @param end one past the newest offset
 */
public record LogRange(long start, long committedEnd, long end) {
    /** Whether no transaction is under way, so that the newest record can be told. */
    public boolean isSettled() {
        return committedEnd == end;
    }

    /** How many offsets there are; some are no records. */
    public long offsets() {
        return committedEnd - start;
    }

    /**
     * How many of all dead letters are still there, when they are not counted one by one: the share of the offsets that
     * are.
     */
    public long estimateOpen(long total) {
        return committedEnd == 0 ? 0 : Math.round((double) total * offsets() / committedEnd);
    }
}
