package io.openintake.dlq.kafka;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventMirror;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.MirrorRecord;
import io.openintake.bus.TopicMirror;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.json.FlushStateJson;
import io.openintake.contracts.json.UnreadableJson;
import io.openintake.dlq.app.Intakes;
import io.openintake.dlq.app.Totals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows definitions and flushes. */
public final class KafkaFeeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaFeeds.class);
    /** The flusher's own marks lie on its topic under keys that begin so. */
    private static final String MARK = "~";

    private final Totals totals;
    private final EventMirror registry;
    private final TopicMirror flush;

    public KafkaFeeds(BusConnection connection, EventPublisher publisher, Intakes intakes, Totals totals) {
        this.totals = totals;
        this.registry =
                new EventMirror(connection, InternalTopic.REGISTRY_EVENTS, publisher, new EventMirror.Listener() {
                    @Override
                    public void changed(Event event) {
                        if (event instanceof IntakeDefined intake) {
                            intakes.defined(intake.intake(), intake.project());
                            totals.defined(intake.intake());
                        }
                    }

                    @Override
                    public void removed(String key) {
                        IntakeId intake = IntakeId.parse(key);
                        intakes.removed(intake);
                        totals.removed(intake);
                    }
                });
        this.flush = TopicMirror.follow(connection, InternalTopic.FLUSH, this::flushed);
    }

    /** Whether all that stood on the topics at the start is known. */
    public boolean isCaughtUp() {
        return registry.isReady() && flush.isReady();
    }

    @Override
    public void close() {
        registry.close();
        flush.close();
    }

    private void flushed(MirrorRecord incoming) {
        byte[] value = incoming.value();
        if (value == null || incoming.key().startsWith(MARK)) {
            return;
        }
        try {
            totals.flushed(
                    IntakeId.parse(incoming.key()),
                    FlushStateJson.read(value).at().values().stream()
                            .mapToLong(Position::dead)
                            .sum());
        } catch (IllegalArgumentException | UnreadableJson unreadable) {
            LOG.error(
                    "internal record unreadable topic={} partition={} offset={} errorCode=unreadable-record reason={}",
                    incoming.topic(),
                    incoming.partition(),
                    incoming.offset(),
                    unreadable.getMessage());
        }
    }
}
