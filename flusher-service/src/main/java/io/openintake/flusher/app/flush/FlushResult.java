package io.openintake.flusher.app.flush;

import io.openintake.contracts.flush.FlushState;
import io.openintake.flusher.domain.Note;
import io.openintake.flusher.domain.Outcome;
import java.util.List;

/**
 * How a flush ended.
 *
 * @param state the newest that was recorded
 * @param notes what was noticed and is now part of the log's history
 * @param complete whether the batch reached the ends that stood when it was begun
 * @param meanRecordBytes of the batch; 0 when none was read
 */
public record FlushResult(FlushState state, End end, List<Note> notes, boolean complete, long meanRecordBytes) {
    /** The three ways it can end. */
    public sealed interface End {
        /** By itself. */
        record Finished(Outcome outcome) implements End {}

        /** The slot is somebody else's, or the service stops. */
        record Dropped() implements End {}

        /** A transaction may be written or not: the slot must be read again. */
        record Unknown() implements End {}
    }
}
