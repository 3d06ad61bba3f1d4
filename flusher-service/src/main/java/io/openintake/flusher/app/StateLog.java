package io.openintake.flusher.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.FlushState;
import java.util.List;

/** Port: the intake's state in the log, changed only in transactions that nobody but the owner can complete. */
public interface StateLog extends AutoCloseable {
    /** What came of a transaction. */
    enum Result {
        RECORDED,
        /** The slot is somebody else's: nothing was written. */
        NOT_OWNER,
        /** It may be written or not; only reading the slot again tells. */
        UNKNOWN
    }

    /** Writes the state and the dead letters in one transaction, with the intake's positions as the check. */
    Result record(Tenure tenure, IntakeId intake, FlushState next, List<DeadLetterRecord> deadLetters);

    /** Removes the state of an intake whose definition is gone. */
    Result forget(Tenure tenure, IntakeId intake, long version);

    @Override
    void close();
}
