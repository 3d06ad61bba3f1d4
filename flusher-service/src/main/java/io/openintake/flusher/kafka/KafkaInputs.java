package io.openintake.flusher.kafka;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventMirror;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.MirrorRecord;
import io.openintake.bus.TopicMirror;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.CredentialStored;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.contracts.json.UnreadableJson;
import io.openintake.flusher.app.Definitions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mirrors of definitions, credentials and commands. */
public final class KafkaInputs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaInputs.class);

    private final EventMirror registry;
    private final EventMirror secrets;
    private final TopicMirror commands;
    private final AtomicBoolean commandsCaughtUp = new AtomicBoolean();

    /** Who hears commands. */
    public record CommandListener(Consumer<Command> remembered, Consumer<Command> heard) {}

    public KafkaInputs(
            BusConnection connection, EventPublisher publisher, Definitions definitions, CommandListener listener) {
        this.registry = new EventMirror(
                connection, InternalTopic.REGISTRY_EVENTS, publisher, new DefinitionListener(definitions));
        this.secrets =
                new EventMirror(connection, InternalTopic.SECRETS, publisher, new CredentialListener(definitions));
        this.commands = TopicMirror.follow(connection, InternalTopic.COMMANDS, record -> command(record, listener));
        var unused = commands.ready().thenRun(() -> commandsCaughtUp.set(true));
    }

    /** Whether all mirrors have caught up. */
    public boolean isCaughtUp() {
        return registry.isReady() && secrets.isReady() && commands.isReady();
    }

    @Override
    public void close() {
        commands.close();
        secrets.close();
        registry.close();
    }

    private void command(MirrorRecord record, CommandListener listener) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            if (EnvelopeJson.read(value).event() instanceof Command command) {
                (commandsCaughtUp.get() ? listener.heard() : listener.remembered()).accept(command);
            }
        } catch (UnreadableJson unknown) {
            LOG.warn(
                    "command not readable partition={} offset={} reason={}",
                    record.partition(),
                    record.offset(),
                    unknown.getMessage());
        }
    }

    private record DefinitionListener(Definitions definitions) implements EventMirror.Listener {
        @Override
        public void changed(Event event) {
            if (event instanceof IntakeDefined intake) {
                definitions.defined(intake);
            }
        }

        /** Runners have their definitions on the same topic: forgetting an intake that never was does no harm. */
        @Override
        public void removed(String key) {
            definitions.removed(IntakeId.parse(key));
        }
    }

    private record CredentialListener(Definitions definitions) implements EventMirror.Listener {
        @Override
        public void changed(Event event) {
            if (event instanceof CredentialStored credential) {
                definitions.stored(credential);
            }
        }

        @Override
        public void removed(String key) {
            definitions.credentialRemoved(IntakeId.parse(key));
        }
    }
}
