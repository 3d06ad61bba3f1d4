package io.openintake.flusher.app;

import io.openintake.contracts.IntakeId;
import java.time.Duration;

/** Port: what is measured. */
public interface Meters {
    /** A part of a flush. */
    enum Phase {
        READ,
        CONVERT,
        WRITE,
        COMMIT
    }

    /** How a post ended. */
    enum Commit {
        OK,
        CONFLICT,
        UNKNOWN,
        FAILED
    }

    void phase(Phase phase, Duration took);

    void committed(Commit result, Duration took);

    void files(int files, long rows, long bytes);

    void delivered(IntakeId intake, long rows, long dead, long skipped);

    /** Taken at every sweep. */
    void backlog(IntakeId intake, long records, Duration age);

    void validThrough(IntakeId intake, long validThroughMs);

    void schemaChanged(String kind);

    void flushing(int running, int waiting);

    void forget(IntakeId intake);
}
