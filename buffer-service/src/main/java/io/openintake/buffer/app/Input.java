package io.openintake.buffer.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.flush.FlushState;
import java.time.Instant;

/** What the buffer learns from others, in the order in which it was read. */
public sealed interface Input {
    record RunnerChanged(RunnerDefined definition) implements Input {}

    record IntakeChanged(IntakeDefined definition) implements Input {}

    /** A runner or an intake is finally gone. */
    record DefinitionRemoved(String key) implements Input {}

    record Flushed(IntakeId intake, FlushState state) implements Input {}

    record FlushStateRemoved(IntakeId intake) implements Input {}

    /** What a gateway counted, with its own time. */
    record TrafficCounted(TrafficReported report, Instant time) implements Input {}

    /** What this service itself reported, perhaps before it was restarted. */
    record UsageRemembered(UsageReported report) implements Input {}

    record UsageRemoved(RunnerId runner) implements Input {}

    /** A report of ours did not reach the cluster. */
    record ProvisioningReportLost(IntakeId intake) implements Input {}

    /** A report of ours did not reach the cluster. */
    record UsageReportLost(RunnerId runner) implements Input {}
}
