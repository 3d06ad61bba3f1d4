package io.openintake.registry.domain;

import io.openintake.contracts.event.UsageReported;
import io.openintake.registry.domain.status.Backlog;
import java.util.Optional;

/**
 * What an update of an intake depends on beside the intake.
 *
 * @param runner the runner that the caller named; empty when there is none
 * @param backlog empty when it was not asked for, since the update did not look like a move
 * @param usage of the named runner; empty when nothing was ever buffered there
 */
public record Surroundings(Optional<Runner> runner, Optional<Backlog> backlog, Optional<UsageReported> usage) {
    /** A runner that the caller may not use is as good as none, and a wrong field, not a wrong address. */
    public static final Refusal.Invalid NO_SUCH_RUNNER =
            Refusal.Invalid.field("/intakeRunnerId", "must name an intake runner of this project and region");

    Optional<Refusal> obstacleTo(Move move) {
        if (runner.isEmpty()) {
            return Optional.of(NO_SUCH_RUNNER);
        }
        if (!move.isToAnotherRunner() && !move.isToAnotherTable()) {
            return Optional.empty();
        }
        if (move.isToAnotherRunner() && runner.get().isBeingDeleted()) {
            return conflict(Refusal.Reason.BEING_DELETED, "the intake runner is being deleted");
        }
        if (backlog.isEmpty()) {
            return Optional.of(new Refusal.Unavailable("the intake has just been changed; please try again"));
        }
        if (move.isToAnotherTable() && !backlog.get().isNothing()) {
            return conflict(
                    Refusal.Reason.MESSAGES_BUFFERED,
                    "uri, warehouse, namespace and tableName cannot change while messages are buffered: "
                            + backlog.get().messages());
        }
        return move.isToAnotherRunner() && !fits(runner.get(), backlog.get())
                ? conflict(Refusal.Reason.RUNNER_TOO_SMALL, "the buffered messages do not fit the intake runner")
                : Optional.empty();
    }

    private boolean fits(Runner target, Backlog moved) {
        long usedBytes = usage.map(UsageReported::bytes).orElse(0L);
        long usedMessages = usage.map(UsageReported::messages).orElse(0L);
        return usedBytes + moved.bytes() <= target.capacity().boundaryBytes()
                && usedMessages + moved.messages() <= target.capacity().boundaryMessages();
    }

    private static Optional<Refusal> conflict(Refusal.Reason reason, String detail) {
        return Optional.of(new Refusal.Conflict(reason, detail));
    }
}
