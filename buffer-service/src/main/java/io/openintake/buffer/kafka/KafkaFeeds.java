package io.openintake.buffer.kafka;

import io.openintake.buffer.app.Input;
import io.openintake.bus.BusConnection;
import io.openintake.bus.EventMirror;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.MirrorRecord;
import io.openintake.bus.TopicMirror;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.Envelope;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.contracts.json.FlushStateJson;
import io.openintake.contracts.json.UnreadableJson;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what others publish, and turns it into {@link Input}. */
public final class KafkaFeeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaFeeds.class);
    /** The flusher's own marks lie on its topic under keys that begin so. */
    private static final String MARK = "~";

    private final Consumer<Input> inputs;
    private final EventMirror registry;
    private final EventMirror usage;
    private final TopicMirror flush;
    private final TopicMirror traffic;

    public KafkaFeeds(BusConnection connection, EventPublisher publisher, Consumer<Input> inputs) {
        this.inputs = inputs;
        this.registry =
                new EventMirror(connection, InternalTopic.REGISTRY_EVENTS, publisher, new EventMirror.Listener() {
                    @Override
                    public void changed(Event event) {
                        definition(event);
                    }

                    @Override
                    public void removed(String key) {
                        inputs.accept(new Input.DefinitionRemoved(key));
                    }
                });
        this.usage = new EventMirror(connection, InternalTopic.USAGE, publisher, new EventMirror.Listener() {
            @Override
            public void changed(Event event) {
                if (event instanceof UsageReported report) {
                    inputs.accept(new Input.UsageRemembered(report));
                }
            }

            @Override
            public void removed(String key) {
                inputs.accept(new Input.UsageRemoved(RunnerId.parse(key)));
            }
        });
        this.flush = TopicMirror.follow(connection, InternalTopic.FLUSH, this::flushState);
        this.traffic = TopicMirror.follow(connection, InternalTopic.TRAFFIC, this::traffic);
    }

    /** Whether all that stood on the topics at the start has been handed over. */
    public boolean isCaughtUp() {
        return registry.isReady() && usage.isReady() && flush.isReady() && traffic.isReady();
    }

    @Override
    public void close() {
        registry.close();
        usage.close();
        flush.close();
        traffic.close();
    }

    private void definition(Event event) {
        switch (event) {
            case RunnerDefined runner -> inputs.accept(new Input.RunnerChanged(runner));
            case IntakeDefined intake -> inputs.accept(new Input.IntakeChanged(intake));
            default -> LOG.warn("event of an unexpected kind ignored key={}", event.key());
        }
    }

    private void flushState(MirrorRecord incoming) {
        if (incoming.key().startsWith(MARK)) {
            return;
        }
        try {
            IntakeId intake = IntakeId.parse(incoming.key());
            byte[] value = incoming.value();
            inputs.accept(
                    value == null
                            ? new Input.FlushStateRemoved(intake)
                            : new Input.Flushed(intake, FlushStateJson.read(value)));
        } catch (IllegalArgumentException | UnreadableJson unreadable) {
            unreadable(incoming, unreadable);
        }
    }

    private void traffic(MirrorRecord incoming) {
        byte[] value = incoming.value();
        if (value == null) {
            return;
        }
        try {
            Envelope envelope = EnvelopeJson.read(value);
            if (envelope.event() instanceof TrafficReported report) {
                inputs.accept(new Input.TrafficCounted(report, envelope.time()));
            }
        } catch (UnreadableJson unreadable) {
            unreadable(incoming, unreadable);
        }
    }

    /** Without a state nothing of the intake is deleted; without traffic sizes are estimated. Both are safe. */
    private static void unreadable(MirrorRecord incoming, RuntimeException unreadable) {
        LOG.error(
                "internal record unreadable topic={} partition={} offset={} errorCode=unreadable-record reason={}",
                incoming.topic(),
                incoming.partition(),
                incoming.offset(),
                unreadable.getMessage());
    }
}
