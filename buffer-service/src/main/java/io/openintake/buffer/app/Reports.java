package io.openintake.buffer.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.UsageReported;
import java.util.Optional;
import java.util.Set;

/** What the other services are told. A report that got lost comes back as an {@link Input}. */
public interface Reports {
    /** The newest report on an intake's topics. */
    Optional<ProvisioningReported> newest(IntakeId intake);

    /** All intakes that have a report. */
    Set<IntakeId> reported();

    /** Reports, under a version of the adapter's choosing. */
    void report(ProvisioningReported report);

    /** Removes the report of an intake that is gone. */
    void remove(IntakeId intake);

    /** Reports a runner's usage, under the version that it carries. */
    void report(UsageReported usage);

    /** Removes the usage of a runner that is gone. */
    void remove(RunnerId runner, long version);
}
