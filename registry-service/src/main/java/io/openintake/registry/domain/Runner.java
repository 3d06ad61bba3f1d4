package io.openintake.registry.domain;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.registry.domain.request.RunnerOrder;
import io.openintake.registry.domain.request.RunnerPatch;
import io.openintake.registry.domain.value.Profile;
import java.time.Instant;

/**
 * An intake runner: isolated capacity that hosts intakes.
 *
 * @param version starts at 1 and rises by one with each change
 */
public record Runner(
        RunnerId id,
        Scope scope,
        Profile profile,
        Capacity capacity,
        Lifecycle lifecycle,
        long version,
        Instant created) {
    /** A new runner; it is usable at once. */
    public static Decision<Runner> create(RunnerId id, Scope scope, RunnerOrder order, Instant now) {
        Runner runner = new Runner(id, scope, order.profile(), order.capacity(), Lifecycle.ACTIVE, 1, now);
        return Decision.accept(runner, new Write.RunnerSaved(runner));
    }

    /** Changes it; the product of its maxima may rise, and never falls. */
    public Decision<Runner> update(RunnerPatch patch) {
        if (isBeingDeleted()) {
            return beingDeleted();
        }
        int messages = patch.maxMessagesPerHour().orElse(capacity.maxMessagesPerHour());
        int sizeKiB = patch.maxMessageSizeKiB().orElse(capacity.maxMessageSizeKiB());
        if ((long) messages * sizeKiB > Capacity.MAX_KIB_PER_HOUR) {
            return new Decision.Refused<>(Refusal.Invalid.capacity());
        }
        Capacity wanted = new Capacity(messages, sizeKiB);
        if (wanted.bytesPerHour() < capacity.bytesPerHour()) {
            return Decision.conflict(
                    Refusal.Reason.CAPACITY_DECREASED,
                    "maxMessagesPerHour x maxMessageSizeKiB cannot be decreased; it is "
                            + (long) capacity.maxMessagesPerHour() * capacity.maxMessageSizeKiB() + " KiB/h");
        }
        Runner next = new Runner(id, scope, profile.patched(patch.profile()), wanted, lifecycle, version + 1, created);
        return Decision.accept(next, new Write.RunnerSaved(next));
    }

    /** What the other services know of it. */
    public RunnerDefined definition(KafkaEndpoint endpoint) {
        return new RunnerDefined(id, scope.project(), version, capacity, endpoint.of(id), lifecycle);
    }

    boolean isBeingDeleted() {
        return lifecycle != Lifecycle.ACTIVE;
    }

    Runner deleting() {
        return new Runner(id, scope, profile, capacity, Lifecycle.DELETING, version + 1, created);
    }

    static <T> Decision<T> beingDeleted() {
        return Decision.conflict(Refusal.Reason.BEING_DELETED, "the intake runner is being deleted");
    }
}
