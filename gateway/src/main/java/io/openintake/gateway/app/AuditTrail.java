package io.openintake.gateway.app;

import io.openintake.contracts.ProjectId;
import io.openintake.contracts.event.AuditRecorded;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Records who logged in and what was refused; the same again within ten seconds is not recorded. */
public final class AuditTrail {
    static final Duration REPEAT = Duration.ofSeconds(10);
    static final int MAX_TRACKED = 10_000;

    private final EventSink sink;
    private final LongSupplier nanoTime;
    private final Map<String, Long> recorded = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_TRACKED;
        }
    };

    public AuditTrail(EventSink sink, LongSupplier nanoTime) {
        this.sink = sink;
        this.nanoTime = nanoTime;
    }

    /**
     * Who did it, from where.
     *
     * @param client software name and version as the client gave it; empty when unknown
     */
    public record Actor(ProjectId project, String userName, String remoteAddress, String client) {}

    /** Records an action on a resource and its outcome, both in stable kebab-case. */
    public void record(Actor actor, String action, String resource, String outcome) {
        String key = String.join("|", actor.userName, actor.remoteAddress, actor.client, action, resource, outcome);
        if (isNews(key)) {
            sink.publish(new AuditRecorded(
                    actor.project, actor.userName, action, resource, outcome, actor.remoteAddress, actor.client));
        }
    }

    private synchronized boolean isNews(String key) {
        long now = nanoTime.getAsLong();
        Long last = recorded.get(key);
        if (last != null && now - last < REPEAT.toNanos()) {
            return false;
        }
        recorded.remove(key);
        recorded.put(key, now);
        return true;
    }
}
