package io.openintake.registry.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.UserId;
import io.openintake.registry.domain.Decision;
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

    /** Where a user is found. */
    public record Address(Scope scope, IntakeId intake, UserId user) {}

    /** A page of the intake's users. */
    public CompletionStage<Decision<Page<UserView>>> list(Scope scope, IntakeId intake, PageRequest page) {
        return definitions
                .intake(scope, intake)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(notFound(Refusal.Kind.INTAKE))
                        : definitions
                                .users(scope, intake, page)
                                .thenApply(users -> Decision.accept(users.map(
                                        user -> new UserView(user, found.get().runner())))));
    }

    /** One user. */
    public CompletionStage<Decision<UserView>> get(Address address) {
        return view(
                address,
                definitions
                        .user(address.scope(), address.intake(), address.user())
                        .thenApply(found ->
                                found.map(Decision::<User>accept).orElseGet(() -> notFound(Refusal.Kind.USER))));
    }

    /** A new user, able to log in as soon as the gateways have heard of it. */
    public CompletionStage<Decision<UserView>> create(Scope scope, IntakeId intake, UserOrder order) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Address address = new Address(scope, intake, new UserId(UUID.randomUUID()));
        return view(
                address,
                hashing.verifiers(order.password())
                        .thenCompose(verifiers -> changes.onIntakeFamily(
                                scope, intake, family -> family.createUser(address.user(), order, verifiers, now))));
    }

    /** Changes a user; sessions begun under an older password end. */
    public CompletionStage<Decision<UserView>> update(Address address, Precondition precondition, UserPatch patch) {
        return view(
                address,
                verifiers(patch)
                        .thenCompose(verifiers -> changes.onUser(
                                address.scope(),
                                address.intake(),
                                address.user(),
                                user -> precondition.check(user.version(), () -> user.update(patch, verifiers)))));
    }

    /** Deletes a user; its sessions end. */
    public CompletionStage<Decision<User>> delete(Address address, Precondition precondition) {
        return changes.onUser(
                address.scope(),
                address.intake(),
                address.user(),
                user -> precondition.check(user.version(), user::delete));
    }

    /** The runner may be another one than when the user was made, so it is asked for. */
    private CompletionStage<Decision<UserView>> view(Address address, CompletionStage<Decision<User>> user) {
        return user.thenCompose(decision -> switch (decision) {
            case Decision.Refused<User>(var refusal) ->
                CompletableFuture.completedFuture(new Decision.Refused<>(refusal));
            case Decision.Accepted<User>(var found, var writes) ->
                definitions
                        .intake(address.scope(), address.intake())
                        .thenApply(intake -> intake.map(there -> Decision.accept(new UserView(found, there.runner())))
                                .orElseGet(() -> notFound(Refusal.Kind.INTAKE)));
        });
    }

    private CompletionStage<Optional<Verifiers>> verifiers(UserPatch patch) {
        return patch.password()
                .map(password -> hashing.verifiers(password).thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private static <T> Decision<T> notFound(Refusal.Kind kind) {
        return new Decision.Refused<>(new Refusal.NotFound(kind));
    }
}
