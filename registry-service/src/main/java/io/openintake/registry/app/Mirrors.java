package io.openintake.registry.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.UsageReported;
import io.openintake.registry.domain.status.Reports;
import java.util.Optional;

/** What the other services last said, kept in memory. */
public interface Mirrors {
    /** All about one intake. */
    Reports reports(IntakeId intake);

    /** What a runner holds against its boundary; empty before the first report. */
    Optional<UsageReported> usage(RunnerId runner);
}
