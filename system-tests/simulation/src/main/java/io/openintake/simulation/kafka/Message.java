package io.openintake.simulation.kafka;

/** One offset of an intake topic, with what the oracle saw become of it. */
public final class Message {
    /** What lies at the offset. */
    public enum Kind {
        RECORD,
        /** Of a replay's transaction that is still open. */
        OPEN,
        /** Of a replay that was aborted: no reader sees it. */
        ABORTED,
        /** A transaction marker: no reader sees it. */
        MARKER
    }

    private final int partition;
    private final long offset;
    private final int content;
    private Kind kind;
    private int rows;
    private int deadLetters;
    private boolean skipped;
    private boolean lost;
    private boolean destroyed;
    private boolean trimmed;

    Message(int partition, long offset, int content, Kind kind) {
        this.partition = partition;
        this.offset = offset;
        this.content = content;
        this.kind = kind;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** Decides, together with the policy, whether it can become a row. */
    public int content() {
        return content;
    }

    public boolean isRecord() {
        return kind == Kind.RECORD;
    }

    boolean isOpen() {
        return kind == Kind.OPEN;
    }

    void becomes(Kind decided) {
        kind = decided;
    }

    /** Counts a row and says how many there are now. */
    public int addRow() {
        return ++rows;
    }

    /** Counts a dead letter and says how many there are now. */
    public int addDeadLetter() {
        return ++deadLetters;
    }

    public boolean isRow() {
        return rows > 0;
    }

    public boolean isDeadLetter() {
        return deadLetters > 0;
    }

    public boolean isSkipped() {
        return skipped;
    }

    public boolean isLost() {
        return lost;
    }

    /** Whether somebody other than the buffer service deleted it. */
    public boolean isDestroyed() {
        return destroyed;
    }

    void destroy() {
        destroyed = true;
    }

    public boolean isTrimmed() {
        return trimmed;
    }

    public void trim() {
        trimmed = true;
    }

    /** Whether it was delivered or given up; it is never both, as each step is checked when it is taken. */
    public boolean hasFate() {
        return isRow() || isDeadLetter() || skipped || lost;
    }

    public void skip() {
        skipped = true;
    }

    public void lose() {
        lost = true;
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
