package io.openintake.gateway.kafka.serving;

import io.openintake.contracts.IntakeId;
import io.openintake.gateway.domain.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds the consumer groups that the users of an intake make on the cluster, as far as this process has seen them of
 * late.
 */
public final class Groups {
    static final int MAX_PER_INTAKE = 100;
    static final int MAX_NAME_CHARS = 200;

    /** Who was not used for so long no longer counts. */
    static final Duration MEMORY = Duration.ofHours(1);

    private final LongSupplier nanoTime;
    private final Map<IntakeId, Map<String, Long>> seen = new HashMap<>();

    public Groups(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether the user may work with a group of this name. */
    public synchronized Use use(Principal principal, String group) {
        if (group.length() > MAX_NAME_CHARS) {
            return Use.DENIED;
        }
        long now = nanoTime.getAsLong();
        Map<String, Long> groups = seen.computeIfAbsent(principal.intake(), any -> new HashMap<>());
        groups.values().removeIf(usedNanos -> now - usedNanos >= MEMORY.toNanos());
        if (groups.size() >= MAX_PER_INTAKE && !groups.containsKey(group)) {
            return Use.DENIED;
        }
        groups.put(group, now);
        return Use.ALLOWED;
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
