package io.openintake.registry.kafka;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.Command;
import io.openintake.registry.app.Commands;
import io.openintake.registry.app.TemporarilyUnavailable;
import io.openintake.registry.app.answer.AuditTrail;
import io.openintake.registry.app.outbox.EventSender;
import io.openintake.registry.app.outbox.OutboxRecord;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Sends with acks=all through the one idempotent producer of this service, so in the order of the calls. */
@Singleton
final class KafkaEvents implements EventSender, Commands, AuditTrail {
    private final KafkaBus bus;

    KafkaEvents(KafkaBus bus) {
        this.bus = bus;
    }

    @Override
    public boolean isReady() {
        return bus.isConnected();
    }

    @Override
    public CompletionStage<Void> send(OutboxRecord outgoing) {
        byte[] payload = outgoing.payload().map(Bytes::toArray).orElse(null);
        return attempt(() -> bus.publisher().send(outgoing.topic(), outgoing.key(), outgoing.version(), payload));
    }

    @Override
    public CompletionStage<Void> send(Command command) {
        return attempt(() -> bus.publisher().publish(command));
    }

    @Override
    public CompletionStage<Void> record(AuditRecorded entry) {
        return attempt(() -> bus.publisher().publish(entry));
    }

    private static CompletionStage<Void> attempt(Supplier<CompletionStage<Void>> send) {
        try {
            return send.get().exceptionallyCompose(KafkaEvents::failed);
        } catch (TemporarilyUnavailable | KafkaException refused) {
            return failed(refused);
        }
    }

    private static CompletionStage<Void> failed(Throwable cause) {
        return CompletableFuture.failedFuture(
                new TemporarilyUnavailable("the Kafka cluster does not take records", cause));
    }
}
