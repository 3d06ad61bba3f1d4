package io.openintake.registry.app;

import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Refusal;
import java.util.Set;
import java.util.function.Supplier;

/** Which versions of a resource the caller wants to change; none named means any. */
public record Precondition(Set<Long> versions) {
    /** Whatever the version is. */
    public static final Precondition ANY = new Precondition(Set.of());

    public Precondition {
        versions = Set.copyOf(versions);
    }

    /** Decides only if the resource still has such a version. */
    public <T> Decision<T> check(long version, Supplier<Decision<T>> decide) {
        return versions.isEmpty() || versions.contains(version)
                ? decide.get()
                : new Decision.Refused<>(new Refusal.Stale());
    }
}
