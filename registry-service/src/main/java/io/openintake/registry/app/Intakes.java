package io.openintake.registry.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.registry.domain.CredentialSeal;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Force;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.IntakeFamily;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.Surroundings;
import io.openintake.registry.domain.request.IntakeOrder;
import io.openintake.registry.domain.request.IntakePatch;
import io.openintake.registry.domain.status.Backlog;
import io.openintake.registry.domain.status.IntakeState;
import io.openintake.registry.domain.status.Reports;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Use cases of intakes. */
@Singleton
public final class Intakes {
    private final Definitions definitions;
    private final Changes changes;
    private final Mirrors mirrors;
    private final Backlogs backlogs;
    private final CredentialSeal seal;
    private final Clock clock;

    public Intakes(Definitions definitions, Changes changes, Backlogs backlogs, CredentialSeal seal, Clock clock) {
        this.definitions = definitions;
        this.changes = changes;
        this.backlogs = backlogs;
        this.mirrors = backlogs.mirrors();
        this.seal = seal;
        this.clock = clock;
    }

    /** A page of the scope's intakes. */
    public CompletionStage<Page<IntakeView>> list(Scope scope, PageRequest page) {
        return definitions.intakes(scope, page).thenApply(found -> found.map(this::view));
    }

    /** One intake. */
    public CompletionStage<Decision<IntakeView>> get(Scope scope, IntakeId id) {
        return definitions
                .intake(scope, id)
                .thenApply(found -> found.map(intake -> Decision.accept(view(intake)))
                        .orElseGet(() -> new Decision.Refused<>(new Refusal.NotFound(Refusal.Kind.INTAKE))));
    }

    /** A new intake; it is ready when buffer-service has created its topics. */
    public CompletionStage<Decision<IntakeView>> create(Scope scope, IntakeOrder order) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        IntakeId id = new IntakeId(UUID.randomUUID());
        return changes.<Intake>onHost(
                        scope,
                        order.runner(),
                        host -> host.map(there -> Intake.create(id, there, order, seal, now))
                                .orElseGet(() -> new Decision.Refused<>(Surroundings.NO_SUCH_RUNNER)))
                .thenApply(this::view);
    }

    /** Changes an intake. What the brokers must be asked is asked before the transaction begins. */
    public CompletionStage<Decision<IntakeView>> update(
            Scope scope, IntakeId id, Precondition precondition, IntakePatch patch) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return definitions
                .intake(scope, id)
                .thenCompose(found -> backlog(found.filter(intake -> intake.isMovedBy(patch))))
                .thenCompose(backlog -> changes.<Intake>onIntake(
                        scope,
                        id,
                        patch.runner(),
                        (intake, runner) -> precondition.check(
                                intake.version(),
                                () -> intake.update(
                                        patch,
                                        new Surroundings(runner, backlog, mirrors.usage(patch.runner())),
                                        seal,
                                        now))))
                .thenApply(this::view);
    }

    /** Deletes an intake, or begins to. */
    public CompletionStage<Decision<Lifecycle>> delete(
            Scope scope, IntakeId id, Precondition precondition, Force force) {
        return changes.onIntakeFamily(
                scope,
                id,
                (IntakeFamily family) -> precondition.check(family.intake().version(), () -> family.delete(force)));
    }

    private CompletionStage<Optional<Backlog>> backlog(Optional<Intake> moved) {
        return moved.map(intake -> backlogs.of(intake).thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private IntakeView view(Intake intake) {
        Reports reports = mirrors.reports(intake.id());
        IntakeState state = IntakeState.of(intake.lifecycle(), intake.configured(), reports, clock.instant());
        return new IntakeView(intake, reports, state);
    }

    private Decision<IntakeView> view(Decision<Intake> decision) {
        return switch (decision) {
            case Decision.Accepted<Intake> accepted ->
                new Decision.Accepted<>(view(accepted.answer()), accepted.writes());
            case Decision.Refused<Intake> refused -> new Decision.Refused<>(refused.refusal());
        };
    }
}
