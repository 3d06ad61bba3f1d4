package io.openintake.registry.app;

import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.RunnerId;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Force;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.request.RunnerOrder;
import io.openintake.registry.domain.request.RunnerPatch;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Use cases of intake runners. */
@Singleton
public final class Runners {
    private final Definitions definitions;
    private final Changes changes;
    private final Clock clock;

    public Runners(Definitions definitions, Changes changes, Clock clock) {
        this.definitions = definitions;
        this.changes = changes;
        this.clock = clock;
    }

    /** A page of the scope's runners. */
    public CompletionStage<Page<Runner>> list(Scope scope, PageRequest page) {
        return definitions.runners(scope, page);
    }

    /** One runner. */
    public CompletionStage<Decision<Runner>> get(Scope scope, RunnerId id) {
        return definitions
                .runner(scope, id)
                .thenApply(found -> found.map(Decision::<Runner>accept)
                        .orElseGet(() -> new Decision.Refused<>(new Refusal.NotFound(Refusal.Kind.RUNNER))));
    }

    /** A new runner, usable at once. */
    public CompletionStage<Decision<Runner>> create(Scope scope, RunnerOrder order) {
        // The API shows milliseconds, and every later answer must show the same
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return changes.decide(() -> Runner.create(new RunnerId(UUID.randomUUID()), scope, order, now));
    }

    /** Changes a runner. */
    public CompletionStage<Decision<Runner>> update(
            Scope scope, RunnerId id, Precondition precondition, RunnerPatch patch) {
        return changes.onRunner(scope, id, runner -> precondition.check(runner.version(), () -> runner.update(patch)));
    }

    /** Deletes a runner, or begins to. */
    public CompletionStage<Decision<Lifecycle>> delete(
            Scope scope, RunnerId id, Precondition precondition, Force force) {
        return changes.onRunnerFamily(
                scope, id, family -> precondition.check(family.runner().version(), () -> family.delete(force)));
    }
}
