package io.openintake.registry.domain;

import io.openintake.contracts.Lifecycle;
import java.util.ArrayList;
import java.util.List;

/** A runner with all that hangs on it. */
public record RunnerFamily(Runner runner, List<IntakeFamily> intakes) {
    public RunnerFamily {
        intakes = List.copyOf(intakes);
    }

    /** Deletes the runner: at once when it is empty, otherwise when its last intake is gone. */
    public Decision<Lifecycle> delete(Force force) {
        if (intakes.isEmpty()) {
            return Decision.accept(Lifecycle.DELETING, new Write.RunnerRemoved(runner));
        }
        List<Write> writes = new ArrayList<>();
        if (!runner.isBeingDeleted()) {
            writes.add(new Write.RunnerSaved(runner.deleting()));
        }
        if (force == Force.YES) {
            intakes.forEach(intake -> writes.addAll(intake.discard()));
        }
        return new Decision.Accepted<>(Lifecycle.DELETING, writes);
    }

    /** Removes a runner that is being deleted once its last intake is gone. */
    public Decision<Lifecycle> removeWhenEmpty() {
        boolean due = runner.isBeingDeleted() && intakes.isEmpty();
        return due
                ? Decision.accept(Lifecycle.DELETING, new Write.RunnerRemoved(runner))
                : Decision.accept(runner.lifecycle());
    }
}
