package io.openintake.gateway.bus;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventMirror;
import io.openintake.bus.EventPublisher;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.event.Event;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Follows what the registry and buffer-service publish. */
public final class Mirrors implements AutoCloseable {
    private final EventMirror registry;
    private final EventMirror users;
    private final EventMirror usage;

    /** Who is told, on the mirrors' threads. */
    public interface Listener {
        /** A definition or a usage report. */
        void changed(Event event);

        /** A user is gone. */
        void userRemoved(UserId user);

        /** A runner or an intake is gone; they share a topic, so it may be either. */
        void resourceRemoved(IntakeId intake, RunnerId runner);

        /** The usage report of a runner is gone. */
        void usageRemoved(RunnerId runner);
    }

    public Mirrors(BusConnection connection, EventPublisher publisher, Listener listener) {
        this.registry = follow(
                connection,
                publisher,
                InternalTopic.REGISTRY_EVENTS,
                listener,
                id -> listener.resourceRemoved(new IntakeId(id), new RunnerId(id)));
        this.users = follow(
                connection, publisher, InternalTopic.USERS, listener, id -> listener.userRemoved(new UserId(id)));
        this.usage = follow(
                connection, publisher, InternalTopic.USAGE, listener, id -> listener.usageRemoved(new RunnerId(id)));
    }

    /** Completes when all have caught up. */
    public CompletableFuture<Void> ready() {
        return CompletableFuture.allOf(registry.ready(), users.ready(), usage.ready());
    }

    @Override
    public void close() {
        registry.close();
        users.close();
        usage.close();
    }

    private static EventMirror follow(
            BusConnection connection,
            EventPublisher publisher,
            InternalTopic topic,
            Listener listener,
            Consumer<UUID> removed) {
        return new EventMirror(connection, topic, publisher, new EventMirror.Listener() {
            @Override
            public void changed(Event event) {
                listener.changed(event);
            }

            @Override
            public void removed(String key) {
                // Keys of these topics are ids; RunnerId parses like all of them.
                removed.accept(RunnerId.parse(key).value());
            }
        });
    }
}
