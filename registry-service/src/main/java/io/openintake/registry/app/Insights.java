package io.openintake.registry.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.UsageReported;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.status.Backlog;
import io.openintake.registry.domain.status.IntakeState;
import io.openintake.registry.domain.status.Ledger;
import io.openintake.registry.domain.status.Reports;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What can be asked and wished beside the definitions: status, ledger, usage, flush now. */
@Singleton
public final class Insights {
    /** The ledger's counts come from three places and are not read at one instant: ask again for two seconds. */
    private static final int MAX_READINGS = 20;

    private static final Duration BETWEEN_READINGS = Duration.ofMillis(100);

    private final Definitions definitions;
    private final Mirrors mirrors;
    private final IntakeLogs logs;
    private final Backlogs backlogs;
    private final Commands commands;
    private final Clock clock;

    public Insights(Definitions definitions, IntakeLogs logs, Backlogs backlogs, Commands commands, Clock clock) {
        this.definitions = definitions;
        this.mirrors = backlogs.mirrors();
        this.logs = logs;
        this.backlogs = backlogs;
        this.commands = commands;
        this.clock = clock;
    }

    /** All there is to know about how an intake fares. */
    public record Status(IntakeState state, Reports reports, Optional<UsageReported> usage, Backlog backlog) {}

    /** A runner's usage; empty before buffer-service has reported one. */
    public record Usage(Runner runner, Optional<UsageReported> reported) {}

    /** How the intake fares. */
    public CompletionStage<Decision<Status>> status(Scope scope, IntakeId id) {
        return onIntake(scope, id, intake -> backlogs.of(intake).thenApply(backlog -> status(intake, backlog)));
    }

    /** What became of its messages. */
    public CompletionStage<Decision<Ledger>> ledger(Scope scope, IntakeId id) {
        return onIntake(scope, id, intake -> ledger(id, MAX_READINGS));
    }

    /** Asks the flusher to flush now. */
    public CompletionStage<Decision<Intake>> flush(Scope scope, IntakeId id) {
        return onIntake(
                scope,
                id,
                intake -> commands.send(new Command.FlushRequested(id)).thenApply(sent -> intake));
    }

    /** What the runner holds against its boundary. */
    public CompletionStage<Decision<Usage>> usage(Scope scope, RunnerId id) {
        return definitions
                .runner(scope, id)
                .thenApply(found -> found.map(runner -> Decision.accept(new Usage(runner, mirrors.usage(id))))
                        .orElseGet(() -> new Decision.Refused<>(new Refusal.NotFound(Refusal.Kind.RUNNER))));
    }

    private Status status(Intake intake, Backlog backlog) {
        Reports reports = mirrors.reports(intake.id());
        IntakeState state = IntakeState.of(intake.lifecycle(), intake.configured(), reports, clock.instant());
        return new Status(state, reports, mirrors.usage(intake.runner()), backlog);
    }

    private <T> CompletionStage<Decision<T>> onIntake(
            Scope scope, IntakeId id, Function<Intake, CompletionStage<T>> answer) {
        return definitions
                .intake(scope, id)
                .thenCompose(found -> found.isPresent()
                        ? answer.apply(found.get()).thenApply(Decision::accept)
                        : CompletableFuture.completedFuture(
                                new Decision.Refused<>(new Refusal.NotFound(Refusal.Kind.INTAKE))));
    }

    private CompletionStage<Ledger> ledger(IntakeId id, int readings) {
        return logs.offsets(id).thenCompose(offsets -> {
            Ledger ledger = Ledger.of(offsets, mirrors.reports(id));
            return ledger.unaccounted() == 0 || readings <= 1
                    ? CompletableFuture.completedFuture(ledger)
                    : later(() -> ledger(id, readings - 1));
        });
    }

    private static <T> CompletionStage<T> later(java.util.function.Supplier<CompletionStage<T>> step) {
        var delayed = CompletableFuture.delayedExecutor(BETWEEN_READINGS.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(step, delayed).thenCompose(Function.identity());
    }
}
