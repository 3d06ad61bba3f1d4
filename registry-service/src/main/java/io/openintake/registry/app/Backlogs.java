package io.openintake.registry.app;

import io.openintake.contracts.event.UsageReported;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.status.Backlog;
import io.openintake.registry.domain.status.Ledger;
import io.openintake.registry.domain.status.PartitionOffsets;
import io.openintake.registry.domain.status.Reports;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Measures what an intake holds, from the brokers' offsets and the flusher's positions. */
@Singleton
public final class Backlogs {
    private final Mirrors mirrors;
    private final IntakeLogs logs;

    public Backlogs(Mirrors mirrors, IntakeLogs logs) {
        this.mirrors = mirrors;
        this.logs = logs;
    }

    /** The intake's backlog now. */
    public CompletionStage<Backlog> of(Intake intake) {
        return logs.offsets(intake.id()).thenApply(offsets -> measured(intake, offsets));
    }

    Mirrors mirrors() {
        return mirrors;
    }

    Backlog measured(Intake intake, List<PartitionOffsets> offsets) {
        Reports reports = mirrors.reports(intake.id());
        long messages = Ledger.of(offsets, reports).total(Ledger.Line::backlog);
        long meanBytes = mirrors.usage(intake.runner())
                .filter(usage -> usage.messages() > 0)
                .map((UsageReported usage) -> Math.ceilDiv(usage.bytes(), usage.messages()))
                .orElse(0L);
        boolean commitInDoubt =
                reports.flush().flatMap(state -> state.pending()).isPresent();
        return new Backlog(messages, messages * meanBytes, commitInDoubt);
    }
}
