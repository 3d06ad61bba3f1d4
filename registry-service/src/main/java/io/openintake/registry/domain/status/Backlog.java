package io.openintake.registry.domain.status;

/**
 * What an intake holds that is neither row nor dead letter nor skipped.
 *
 * @param messages offsets at or above the positions
 * @param bytes an estimate, by the mean size of the messages on its runner
 * @param commitInDoubt whether a batch is between its intent and its outcome
 */
public record Backlog(long messages, long bytes, boolean commitInDoubt) {
    /** Whether nothing waits and nothing travels. */
    public boolean isNothing() {
        return messages == 0 && !commitInDoubt;
    }
}
