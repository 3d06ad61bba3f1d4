package io.openintake.dlq.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ProjectId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which intakes there are, and whose they are. */
public final class Intakes {
    private final Map<IntakeId, ProjectId> projects = new ConcurrentHashMap<>();

    /** Takes a definition. */
    public void defined(IntakeId intake, ProjectId project) {
        projects.put(intake, project);
    }

    /** The intake is gone. */
    public void removed(IntakeId intake) {
        projects.remove(intake);
    }

    /** Whose it is; empty when there is none. */
    public Optional<ProjectId> project(IntakeId intake) {
        return Optional.ofNullable(projects.get(intake));
    }

    Set<IntakeId> all() {
        return Set.copyOf(projects.keySet());
    }
}
