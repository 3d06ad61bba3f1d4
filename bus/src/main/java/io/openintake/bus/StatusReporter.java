package io.openintake.bus;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.StatusEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reports aspects of intakes on {@code openintake.status}. The version of a report is one above the newest that the
 * topic holds for its key, so that it rises across restarts without any clock; the topic is mirrored for that.
 */
public final class StatusReporter implements AutoCloseable {
    private final EventPublisher publisher;
    private final Map<String, StatusEvent> newest = new ConcurrentHashMap<>();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private final EventMirror mirror;

    public StatusReporter(BusConnection connection, EventPublisher publisher) {
        this.publisher = publisher;
        this.mirror = new EventMirror(connection, InternalTopic.STATUS, publisher, new EventMirror.Listener() {
            @Override
            public void changed(Event event) {
                if (event instanceof StatusEvent status) {
                    newest.put(status.key(), status);
                    versions.merge(status.key(), status.version(), Math::max);
                }
            }

            @Override
            public void removed(String key) {
                newest.remove(key);
            }
        });
    }

    /** Completes when versions can be given. */
    public CompletableFuture<Void> ready() {
        return mirror.ready();
    }

    /** The newest report of this key, {@code <intake id>/<aspect>}. */
    public Optional<StatusEvent> newest(String key) {
        return Optional.ofNullable(newest.get(key));
    }

    /** The newest report of every key. */
    public List<StatusEvent> all() {
        return List.copyOf(newest.values());
    }

    /** Publishes the report under the next version, whatever version it carries; only after {@link #ready()}. */
    public CompletionStage<Void> report(StatusEvent status) {
        StatusEvent next = status.withVersion(versions.merge(status.key(), 1L, Long::sum));
        newest.put(next.key(), next);
        return publisher.publish(next);
    }

    /** Removes the report of a resource that is gone. */
    public CompletionStage<Void> remove(String key) {
        newest.remove(key);
        return publisher.removed(InternalTopic.STATUS, key, versions.merge(key, 1L, Long::sum));
    }

    @Override
    public void close() {
        mirror.close();
    }
}
