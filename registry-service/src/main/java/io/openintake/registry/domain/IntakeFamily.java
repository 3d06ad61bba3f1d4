package io.openintake.registry.domain;

import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.UserId;
import io.openintake.registry.domain.request.UserOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An intake with its users. */
public record IntakeFamily(Intake intake, List<User> users) {
    /** Every change of an intake's life loads them all. */
    public static final int MAX_USERS = 100;

    public IntakeFamily {
        users = List.copyOf(users);
    }

    /** A new user of this intake; it may log in as soon as the gateways have heard of it. */
    public Decision<User> createUser(UserId id, UserOrder order, Verifiers verifiers, Instant now) {
        if (intake.isBeingDeleted()) {
            return Intake.beingDeleted();
        }
        if (users.size() >= MAX_USERS) {
            return Decision.conflict(Refusal.Reason.LIMIT_REACHED, "an intake has at most " + MAX_USERS + " users");
        }
        User user = new User(id, intake.id(), intake.scope(), order.profile(), order.type(), verifiers, 1, 1, now);
        return Decision.accept(user, new Write.UserSaved(user));
    }

    /**
     * Deletes the intake. Producers are refused at once; it is gone when its topics are, which buffer-service reports,
     * and
     * when it has no users any more.
     */
    public Decision<Lifecycle> delete(Force force) {
        if (force == Force.YES) {
            return new Decision.Accepted<>(Lifecycle.DISCARDING, discard());
        }
        return intake.isBeingDeleted()
                ? Decision.accept(intake.lifecycle())
                : Decision.accept(Lifecycle.DELETING, new Write.IntakeSaved(intake.leaving(Lifecycle.DELETING)));
    }

    /** Removes an intake that is being deleted, its topics being gone, once it has no users. */
    public Decision<Lifecycle> removeWhenEmpty() {
        boolean due = intake.isBeingDeleted() && users.isEmpty();
        if (!due) {
            return Decision.accept(intake.lifecycle());
        }
        List<Write> writes = new ArrayList<>();
        intake.destination()
                .credential()
                .ifPresent(held -> writes.add(new Write.CredentialRemoved(intake.id(), intake.credentialSerial() + 1)));
        writes.add(new Write.IntakeRemoved(intake));
        return new Decision.Accepted<>(intake.lifecycle(), writes);
    }

    List<Write> discard() {
        List<Write> writes = new ArrayList<>();
        if (intake.lifecycle() != Lifecycle.DISCARDING) {
            writes.add(new Write.IntakeSaved(intake.leaving(Lifecycle.DISCARDING)));
        }
        users.forEach(user -> writes.add(new Write.UserRemoved(user)));
        return writes;
    }
}
