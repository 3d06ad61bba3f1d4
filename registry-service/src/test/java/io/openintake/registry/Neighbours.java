package io.openintake.registry;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.json.FlushStateJson;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Speaks on the internal topics as the other services do, and reads what they would read. */
final class Neighbours implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final BusConnection connection = BusConnection.of(
            ServiceName.BUFFER,
            Map.of(
                    "kafka.bootstrap.servers",
                    ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
            1);
    private final EventPublisher publisher = new EventPublisher(connection, Clock.systemUTC());

    void publish(Event event) throws Exception {
        publisher.publish(event).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    void publish(String intake, FlushState state) throws Exception {
        publisher
                .send(InternalTopic.FLUSH, intake, state.version(), FlushStateJson.write(state))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    /** A topic with so many records in partition 0. */
    void topic(String name, int partitions, int records) throws Exception {
        try (Admin admin = connection.admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        Map<String, Object> properties = new HashMap<>(connection.properties("producer"));
        try (var producer =
                new KafkaProducer<String, byte[]>(properties, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(name, 0, "k", new byte[] {1}))
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** Everything that lies on a topic now. */
    List<ConsumerRecord<String, byte[]>> all(InternalTopic topic) {
        Map<String, Object> properties = new HashMap<>(connection.properties("reader"));
        try (var consumer =
                new KafkaConsumer<String, byte[]>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
