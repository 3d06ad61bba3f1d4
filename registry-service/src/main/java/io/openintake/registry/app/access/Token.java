package io.openintake.registry.app.access;

import io.openintake.contracts.ProjectId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the bearer of a token may do. {@code *} in a set means all.
 *
 * @param name for the audit trail
 */
public record Token(String name, Set<String> projects, Set<String> actions, Optional<Instant> expires) {
    private static final String ALL = "*";

    public Token {
        projects = Set.copyOf(projects);
        actions = Set.copyOf(actions);
    }

    /** Whether the project exists for the bearer. */
    public boolean sees(ProjectId project) {
        return projects.contains(ALL) || projects.contains(project.toString());
    }

    /** Whether the bearer may do this in the projects that exist for it. */
    public boolean allows(Action action) {
        return actions.contains(ALL) || actions.contains(action.text());
    }

    /** Whether it is over. */
    public boolean isExpired(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }
}
