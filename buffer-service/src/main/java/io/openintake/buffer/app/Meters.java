package io.openintake.buffer.app;

import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.UsageReported;
import java.time.Duration;

/** What is measured while the buffer works. */
public interface Meters {
    /** A runner's usage was computed. */
    void usage(UsageReported usage);

    /** A runner is gone. */
    void forget(RunnerId runner);

    /** All end offsets were read. */
    void swept(Duration took);

    /** The delivered records of a partition were deleted. */
    void deleted();

    /** How many intakes are not provisioned as they should be. */
    void failedIntakes(int intakes);

    /** How many inputs wait. */
    void waiting(int inputs);
}
