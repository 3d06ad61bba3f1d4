package io.openintake.registry.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.UserId;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.IntakeFamily;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.User;
import io.openintake.registry.domain.Verifiers;
import io.openintake.registry.domain.request.UserOrder;
import io.openintake.registry.domain.request.UserPatch;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Use cases of intake users. */
@Singleton
public final class Users {
    private final Definitions definitions;
    private final Changes changes;
    private final PasswordHashing hashing;
    private final Clock clock;

    public Users(Definitions definitions, Changes changes, PasswordHashing hashing, Clock clock) {
        this.definitions = definitions;
        this.changes = changes;
        this.hashing = hashing;
        this.clock = clock;
    }

    /** A page of the intake's users. */
    public CompletionStage<Decision<Page<User>>> list(Scope scope, IntakeId intake, PageRequest page) {
        return definitions
                .intake(scope, intake)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(notFound(Refusal.Kind.INTAKE))
                        : definitions.users(scope, intake, page).thenApply(Decision::accept));
    }

    /** One user. */
    public CompletionStage<Decision<User>> get(Scope scope, IntakeId intake, UserId id) {
        return definitions
                .user(scope, intake, id)
                .thenApply(found -> found.map(Decision::<User>accept).orElseGet(() -> notFound(Refusal.Kind.USER)));
    }

    /** A new user, able to log in as soon as the gateways have heard of it. */
    public CompletionStage<Decision<User>> create(Scope scope, IntakeId intake, UserOrder order) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UserId id = new UserId(UUID.randomUUID());
        return hashing.verifiers(order.password())
                .thenCompose(verifiers -> changes.onIntakeFamily(
                        scope, intake, (IntakeFamily family) -> family.createUser(id, order, verifiers, now)));
    }

    /** Changes a user; sessions begun under an older password end. */
    public CompletionStage<Decision<User>> update(UserAddress address, Precondition precondition, UserPatch patch) {
        return verifiers(patch)
                .thenCompose(verifiers -> changes.onUser(
                        address.scope(),
                        address.intake(),
                        address.user(),
                        user -> precondition.check(user.version(), () -> user.update(patch, verifiers))));
    }

    /** Deletes a user; its sessions end. */
    public CompletionStage<Decision<User>> delete(UserAddress address, Precondition precondition) {
        return changes.onUser(
                address.scope(),
                address.intake(),
                address.user(),
                user -> precondition.check(user.version(), user::delete));
    }

    /** Where a user is found. */
    public record UserAddress(Scope scope, IntakeId intake, UserId user) {}

    private CompletionStage<Optional<Verifiers>> verifiers(UserPatch patch) {
        return patch.password()
                .map(password -> hashing.verifiers(password).thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private static <T> Decision<T> notFound(Refusal.Kind kind) {
        return new Decision.Refused<>(new Refusal.NotFound(kind));
    }
}
