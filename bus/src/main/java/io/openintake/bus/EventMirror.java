package io.openintake.bus;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.VersionedKeys;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.RecordRejected;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.contracts.json.UnreadableJson;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link TopicMirror} of a compacted topic of events: hands over only what is newer than what is known of its key,
 * and puts records that cannot be read on {@code openintake.rejected} instead of stopping.
 */
public final class EventMirror implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventMirror.class);

    /** What changes in a mirrored topic. Called on the mirror's thread. */
    public interface Listener {
        /** The key has this state now. */
        void changed(Event event);

        /** The key is gone. */
        void removed(String key);
    }

    private final Listener listener;
    private final EventPublisher publisher;
    private final VersionedKeys versions = new VersionedKeys();
    private final TopicMirror mirror;

    /** Starts to follow. */
    public EventMirror(BusConnection connection, InternalTopic topic, EventPublisher publisher, Listener listener) {
        this.listener = listener;
        this.publisher = publisher;
        this.mirror = TopicMirror.follow(connection, topic, this::accept);
    }

    /** Completes when the mirror has caught up for the first time. */
    public CompletableFuture<Void> ready() {
        return mirror.ready();
    }

    /** Whether the mirror has caught up. */
    public boolean isReady() {
        return mirror.isReady();
    }

    @Override
    public void close() {
        mirror.close();
    }

    private void accept(MirrorRecord incoming) {
        byte[] value = incoming.value();
        if (value == null) {
            if (versions.isNews(incoming.key(), incoming.version())) {
                listener.removed(incoming.key());
            }
            return;
        }
        try {
            Event event = EnvelopeJson.read(value).event();
            if (versions.isNews(incoming.key(), event.version())) {
                listener.changed(event);
            }
        } catch (UnreadableJson unreadable) {
            reject(incoming, value, String.valueOf(unreadable.getMessage()));
        }
    }

    private void reject(MirrorRecord incoming, byte[] value, String reason) {
        LOG.error(
                "internal record rejected topic={} partition={} offset={} reason={}",
                incoming.topic(),
                incoming.partition(),
                incoming.offset(),
                reason);
        byte[] head = Arrays.copyOf(value, Math.min(value.length, RecordRejected.MAX_VALUE_BYTES));
        var unused = publisher.publish(
                new RecordRejected(incoming.topic(), incoming.partition(), incoming.offset(), reason, Bytes.of(head)));
    }
}
