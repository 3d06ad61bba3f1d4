package io.openintake.gateway.kafka.serving;

import io.openintake.contracts.IntakeId;
import io.openintake.gateway.domain.Principal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Bounds the consumer groups that the users of an intake make on the cluster, as far as this process has seen them. */
public final class Groups {
    static final int MAX_PER_INTAKE = 100;
    static final int MAX_NAME_CHARS = 200;

    private final Map<IntakeId, Set<String>> seen = new HashMap<>();

    /** Whether the user may work with a group of this name. */
    public synchronized Use use(Principal principal, String group) {
        if (group.length() > MAX_NAME_CHARS) {
            return Use.DENIED;
        }
        Set<String> groups = seen.computeIfAbsent(principal.intake(), any -> new HashSet<>());
        return (groups.size() < MAX_PER_INTAKE && groups.add(group)) || groups.contains(group)
                ? Use.ALLOWED
                : Use.DENIED;
    }

    /** The intake is gone. */
    public synchronized void removed(IntakeId intake) {
        seen.remove(intake);
    }

    /** The answer. */
    public enum Use {
        ALLOWED,
        DENIED
    }
}
