package io.openintake.bus;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.event.Envelope;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.json.EnvelopeJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes events with an idempotent producer and acks=all; a stage completes when the cluster has the record. */
public final class EventPublisher implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final BusConnection connection;
    private final Clock clock;
    private final Producer<String, byte[]> producer;

    public EventPublisher(BusConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
        Map<String, Object> properties = connection.properties("events");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // A publisher that waits for the cluster holds up its caller's thread: better an early failure and a retry.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** Publishes an event of this service. */
    public CompletionStage<Void> publish(Event event) {
        Envelope envelope = new Envelope(UUID.randomUUID().toString(), clock.instant(), connection.service(), event);
        return send(event.topic(), event.key(), event.version(), EnvelopeJson.write(envelope));
    }

    /** Publishes the removal of a key of a compacted topic. */
    public CompletionStage<Void> removed(InternalTopic topic, String key, long version) {
        return send(topic, key, version, null);
    }

    /** Sends bytes that were written earlier, such as an outbox row; null is a tombstone. */
    public CompletionStage<Void> send(
            InternalTopic topic, String key, long version, byte @org.jspecify.annotations.Nullable [] value) {
        ProducerRecord<String, byte[]> outgoing = new ProducerRecord<>(topic.topicName(), key, value);
        outgoing.headers()
                .add(EnvelopeJson.VERSION_HEADER, Long.toString(version).getBytes(StandardCharsets.US_ASCII));
        CompletableFuture<Void> done = new CompletableFuture<>();
        var unused = producer.send(outgoing, (metadata, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
