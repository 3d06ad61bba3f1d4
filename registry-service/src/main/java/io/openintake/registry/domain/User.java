package io.openintake.registry.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.contracts.event.UserDefined;
import io.openintake.registry.domain.request.UserPatch;
import io.openintake.registry.domain.value.Profile;
import java.time.Instant;
import java.util.Optional;

/**
 * A Kafka credential of an intake.
 *
 * @param credentialVersion rises when the password or the type changes: sessions begun under an older one end
 */
public record User(
        UserId id,
        IntakeId intake,
        Scope scope,
        Profile profile,
        UserType type,
        Verifiers verifiers,
        long credentialVersion,
        long version,
        Instant created) {
    /** Changes it; without new verifiers the password stays. */
    public Decision<User> update(UserPatch patch, Optional<Verifiers> newVerifiers) {
        UserType nextType = patch.type().orElse(type);
        boolean otherCredential = newVerifiers.isPresent() || nextType != type;
        User next = new User(
                id,
                intake,
                scope,
                profile.patched(patch.profile()),
                nextType,
                newVerifiers.orElse(verifiers),
                otherCredential ? credentialVersion + 1 : credentialVersion,
                version + 1,
                created);
        return Decision.accept(next, new Write.UserSaved(next));
    }

    /** Deletes it; there is nothing to wait for. */
    public Decision<User> delete() {
        return Decision.accept(this, new Write.UserRemoved(this));
    }

    /** What the gateways know of it. */
    public UserDefined definition() {
        return new UserDefined(
                id, intake, scope.project(), version, credentialVersion, type, verifiers.sha256(), verifiers.sha512());
    }
}
