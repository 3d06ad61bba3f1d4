package io.openintake.buffer.domain;

import io.openintake.contracts.flush.FlushState;
import java.util.Optional;

/** Whether records of a partition may be deleted. Only what lies below the position in {@link FlushState} ever is. */
public sealed interface Trim {
    /** Everything below this offset is delivered. */
    record DeleteBelow(long offset) implements Trim {}

    /** Nothing to delete. */
    record Keep(Reason reason) implements Trim {}

    /** Why nothing is deleted. */
    enum Reason {
        /** Nobody has said yet what is delivered. */
        NO_STATE,
        /** The positions count in another incarnation of the topic. */
        OTHER_TOPIC,
        /** The position is above the end of the log: something is badly wrong, and nothing is touched. */
        ABOVE_END,
        NOTHING_NEW
    }

    /**
     * Decides for one partition.
     *
     * @param topicId of the topic as it is now
     * @param end its end offset
     * @param deletedBelow up to where this process has deleted already
     */
    static Trim decide(Optional<FlushState> state, String topicId, int partition, long end, long deletedBelow) {
        if (state.isEmpty()) {
            return new Keep(Reason.NO_STATE);
        }
        if (!state.get().topicId().equals(topicId)) {
            return new Keep(Reason.OTHER_TOPIC);
        }
        long position = state.get().position(partition).to();
        if (position > end) {
            return new Keep(Reason.ABOVE_END);
        }
        return position > deletedBelow ? new DeleteBelow(position) : new Keep(Reason.NOTHING_NEW);
    }
}
