package io.openintake.flusher.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.TableReported;
import java.time.Duration;
import java.util.Map;

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

    void delivered(IntakeId intake, long rows, long skipped);

    void deadLettered(IntakeId intake, String reason, long records);

    /** What was left out or rounded by policy in a batch that went through. */
    void reduced(IntakeId intake, long ignoredValues, long roundedFractions);

    /** Something happened to a table or topic. */
    void noticed(TableReported.Kind kind);

    /** How many of our intakes wait for a person, by what is asked; taken at every sweep. */
    void asking(Map<String, Long> intakesByQuestion);

    /** Taken at every sweep. */
    void backlog(IntakeId intake, long records, Duration age);

    void validThrough(IntakeId intake, long validThroughMs);

    void schemaChanged(String kind);

    void flushing(int running, int waiting);

    /** How many intakes, and how many pairs of catalog and credential, have an open breaker; taken at every sweep. */
    void failing(long intakes, long catalogs);

    void forget(IntakeId intake);
}
