package io.openintake.registry.domain;

import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Policies;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.registry.domain.request.AuthPatch;
import io.openintake.registry.domain.request.DestinationPatch;
import io.openintake.registry.domain.request.IntakeOrder;
import io.openintake.registry.domain.request.IntakePatch;
import io.openintake.registry.domain.value.FlushInterval;
import io.openintake.registry.domain.value.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pipeline into one Iceberg table.
 *
 * @param credentialSerial version of the newest catalog secret, also of a removed one; 0 before there is one
 * @param version starts at 1 and rises by one with each change
 * @param configured when the destination, or the secret that goes with it, last changed
 */
public record Intake(
        IntakeId id,
        Scope scope,
        RunnerId runner,
        Profile profile,
        Destination destination,
        long credentialSerial,
        Policies policies,
        FlushInterval flushInterval,
        Lifecycle lifecycle,
        long version,
        Instant created,
        Instant configured) {
    /** More on one runner would make its deletion too large a transaction. */
    public static final int MAX_PER_RUNNER = 500;

    /** A new intake on the runner; it takes messages once buffer-service has created its topics. */
    public static Decision<Intake> create(IntakeId id, Host host, IntakeOrder order, CredentialSeal seal, Instant now) {
        Runner runner = host.runner();
        if (runner.isBeingDeleted()) {
            return Runner.beingDeleted();
        }
        if (host.intakes() >= MAX_PER_RUNNER) {
            return Decision.conflict(
                    Refusal.Reason.LIMIT_REACHED, "an intake runner hosts at most " + MAX_PER_RUNNER + " intakes");
        }
        String tableName = "intake_" + id.toString().replace('-', '_');
        return switch (Destination.blank(tableName).patched(order.destination())) {
            case Decision.Refused<Destination>(Refusal refusal) -> new Decision.Refused<>(refusal);
            case Decision.Accepted<Destination>(Destination destination, List<Write> none) ->
                new Intake(
                                id,
                                runner.scope(),
                                runner.id(),
                                order.profile(),
                                destination,
                                0,
                                order.policies().applyTo(Policies.DEFAULT),
                                order.flushInterval(),
                                Lifecycle.ACTIVE,
                                1,
                                now,
                                now)
                        .written(order.destination(), CredentialState.NONE, seal);
        };
    }

    /** Changes it; moving to another table or runner is refused while its backlog stands against it. */
    public Decision<Intake> update(IntakePatch patch, Surroundings around, CredentialSeal seal, Instant now) {
        if (isBeingDeleted()) {
            return beingDeleted();
        }
        return switch (destination.patched(patch.destination())) {
            case Decision.Refused<Destination>(Refusal refusal) -> new Decision.Refused<>(refusal);
            case Decision.Accepted<Destination>(Destination next, List<Write> none) -> {
                Optional<Refusal> obstacle =
                        around.obstacleTo(new Move(runner, patch.runner(), destination.target(), next.target()));
                yield obstacle.isPresent()
                        ? new Decision.Refused<>(obstacle.get())
                        : changed(patch, next, now).written(patch.destination(), credentialState(), seal);
            }
        };
    }

    /** Whether the patch moves this intake to another runner or table, so that its backlog must be known. */
    public boolean isMovedBy(IntakePatch patch) {
        return !patch.runner().equals(runner)
                || !(destination.patched(patch.destination()) instanceof Decision.Accepted<Destination> accepted)
                || !accepted.answer().target().equals(destination.target());
    }

    /** What the other services know of it. */
    public IntakeDefined definition() {
        return new IntakeDefined(
                id,
                scope.project(),
                runner,
                version,
                profile.displayName().text(),
                destination.target(),
                destination.partitioning(),
                destination.auth().orElseGet(CatalogAuth.None::new),
                destination.credential().isPresent() ? credentialSerial : 0,
                policies,
                flushInterval.length(),
                lifecycle);
    }

    /** Whether it is on its way out. */
    public boolean isBeingDeleted() {
        return lifecycle != Lifecycle.ACTIVE;
    }

    Intake leaving(Lifecycle how) {
        return new Intake(
                id,
                scope,
                runner,
                profile,
                destination,
                credentialSerial,
                policies,
                flushInterval,
                how,
                version + 1,
                created,
                configured);
    }

    static <T> Decision<T> beingDeleted() {
        return Decision.conflict(Refusal.Reason.BEING_DELETED, "the intake is being deleted");
    }

    private Intake changed(IntakePatch patch, Destination nextDestination, Instant now) {
        boolean sameDestination = nextDestination.equals(destination)
                && patch.destination().auth().flatMap(AuthPatch::secret).isEmpty();
        return new Intake(
                id,
                scope,
                patch.runner(),
                profile.patched(patch.profile()),
                nextDestination,
                credentialSerial,
                patch.policies().applyTo(policies),
                patch.flushInterval().orElse(flushInterval),
                lifecycle,
                version + 1,
                created,
                sameDestination ? configured : now);
    }

    private enum CredentialState {
        NONE,
        HELD
    }

    private CredentialState credentialState() {
        return destination.credential().isPresent() ? CredentialState.HELD : CredentialState.NONE;
    }

    /** This intake together with what becomes of its secret: a new one, none any more, or as before. */
    private Decision<Intake> written(DestinationPatch patch, CredentialState before, CredentialSeal seal) {
        List<Write> writes = new ArrayList<>();
        Intake next = this;
        var secret = patch.auth().flatMap(AuthPatch::secret);
        if (credentialState() == CredentialState.HELD && secret.isPresent()) {
            next = withCredentialSerial(credentialSerial + 1);
            writes.add(new Write.CredentialSaved(seal.seal(id, next.credentialSerial, secret.get())));
        } else if (credentialState() == CredentialState.NONE && before == CredentialState.HELD) {
            next = withCredentialSerial(credentialSerial + 1);
            writes.add(new Write.CredentialRemoved(id, next.credentialSerial));
        }
        writes.add(new Write.IntakeSaved(next));
        return new Decision.Accepted<>(next, writes);
    }

    private Intake withCredentialSerial(long serial) {
        return new Intake(
                id,
                scope,
                runner,
                profile,
                destination,
                serial,
                policies,
                flushInterval,
                lifecycle,
                version,
                created,
                configured);
    }
}
