package io.openintake.contracts.flush;

/**
 * Where a partition stands: always {@code to = rows + dead + skipped + other + lost}.
 *
 * @param to the next offset to read
 * @param rows offsets that are rows of the table
 * @param dead offsets that are dead letters
 * @param skipped offsets dropped by the intake's error policy
 * @param other offsets that are no records: transaction markers, aborted replays
 * @param lost offsets of accepted gaps; 0 for ever in a healthy installation
 */
public record Position(long to, long rows, long dead, long skipped, long other, long lost) {
    public static final Position START = new Position(0, 0, 0, 0, 0, 0);

    public Position {
        if (to != rows + dead + skipped + other + lost) {
            throw new IllegalArgumentException("position does not add up: to=" + to + " rows=" + rows + " dead=" + dead
                    + " skipped=" + skipped + " other=" + other + " lost=" + lost);
        }
    }

    /** This position moved on by a batch that was counted by what was written. */
    public Position plus(long batchRows, long batchDead, long batchSkipped, long batchOther) {
        return new Position(
                to + batchRows + batchDead + batchSkipped + batchOther,
                rows + batchRows,
                dead + batchDead,
                skipped + batchSkipped,
                other + batchOther,
                lost);
    }

    /**
     * The position of a partition whose counts are lost. Only the dead letters are known; all else below it counts as
     * {@code other}, so that the ledger begins anew instead of claiming what nobody counted.
     */
    public static Position rebuilt(long to, long dead) {
        return new Position(to, 0, dead, 0, to - dead, 0);
    }

    /** This position moved over a gap that a person accepted. */
    public Position plusLost(long gap) {
        return new Position(to + gap, rows, dead, skipped, other, lost + gap);
    }
}
