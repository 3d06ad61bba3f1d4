package io.openintake.flusher.domain;

import java.time.Duration;

/**
 * Bounds of one batch and of the patience with one commit.
 *
 * @param deadLetters dead letters of a batch
 * @param deadLetterBytes their keys, values and headers together
 * @param intentBytes their offsets as they are encoded in the intent
 * @param commitBudget after which a commit is left to a later flush, which settles it
 */
public record FlushLimits(int deadLetters, long deadLetterBytes, int intentBytes, Duration commitBudget) {
    /** The defaults of the design. */
    public static final FlushLimits DEFAULT = new FlushLimits(5_000, 16L << 20, 16 << 10, Duration.ofSeconds(30));

    public FlushLimits {
        if (deadLetters < 1 || deadLetterBytes < 1 || intentBytes < 64) {
            throw new IllegalArgumentException("a batch must be able to hold one dead letter");
        }
    }
}
