package io.openintake.dlq.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.DeadLettersReported;
import java.util.Optional;
import java.util.Set;

/** What the other services are told of an intake's dead letters. */
public interface DeadLetterReports {
    /** The newest report. */
    Optional<DeadLettersReported> newest(IntakeId intake);

    /** All intakes that have a report. */
    Set<IntakeId> reported();

    /** Reports, under a version of the adapter's choosing; {@code ifLost} is run when it did not get through. */
    void report(DeadLettersReported report, Runnable ifLost);

    /** Removes the report of an intake that is gone. */
    void remove(IntakeId intake);
}
