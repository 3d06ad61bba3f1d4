package io.openintake.flusher;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.InternalTopics;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.TableTarget;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.SlotNumber;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.contracts.json.FlushStateJson;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An intake on a real broker and a real catalog, as the other services would set it up. */
final class FlusherBench implements AutoCloseable {
    static final int PARTITIONS = 2;

    final IntakeId intake = new IntakeId(UUID.randomUUID());
    final BusConnection connection;
    private final Backing backing;
    private final EventPublisher registry;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String namespace = "ns" + UUID.randomUUID().toString().substring(0, 8);

    FlusherBench() throws Exception {
        this(SharedBacking.with(Part.KAFKA, Part.CATALOG));
    }

    FlusherBench(Backing backing) throws Exception {
        this.backing = backing;
        Map<String, String> kafka = Map.of("kafka.bootstrap.servers", backing.kafkaBootstrap());
        this.connection = BusConnection.of(ServiceName.FLUSHER, kafka, 1);
        BusConnection asRegistry = BusConnection.of(ServiceName.REGISTRY, kafka, 1);
        InternalTopics.ensure(asRegistry);
        InternalTopics.ensure(connection);
        this.registry = new EventPublisher(asRegistry, Clock.systemUTC());
        this.admin = connection.admin();
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", backing.kafkaBootstrap(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        admin.createTopics(List.of(
                        new NewTopic(intake.topic(), PARTITIONS, (short) 1)
                                .configs(Map.of("message.timestamp.type", "LogAppendTime")),
                        new NewTopic(intake.deadLetterTopic(), 1, (short) 1)
                                .configs(Map.of("max.message.bytes", "8388608"))))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    String bootstrap() {
        return backing.kafkaBootstrap();
    }

    IntakeDefined definition(long version, Duration interval) {
        return definition(version, interval, backing.catalog().uri());
    }

    /**
     * @param catalog its address, or that of something before it
     */
    IntakeDefined definition(long version, Duration interval, String catalog) {
        return new IntakeDefined(
                intake,
                new ProjectId(UUID.randomUUID()),
                new RunnerId(UUID.randomUUID()),
                version,
                "test",
                new TableTarget(catalog, backing.catalog().warehouse(), namespace, "events"),
                new Partitioning.None(),
                new CatalogAuth.None(),
                0,
                Policies.DEFAULT,
                interval,
                Lifecycle.ACTIVE);
    }

    void define(Duration interval) {
        publish(definition(1, interval));
    }

    void publish(Event event) {
        registry.publish(event).toCompletableFuture().join();
    }

    void removeDefinition(long version) {
        registry.removed(InternalTopic.REGISTRY_EVENTS, intake.toString(), version)
                .toCompletableFuture()
                .join();
    }

    void produce(String... values) throws Exception {
        for (int i = 0; i < values.length; i++) {
            producer.send(new ProducerRecord<>(
                            intake.topic(), i % PARTITIONS, null, values[i].getBytes(StandardCharsets.UTF_8)))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** The values of a column in the table, as another reader sees them; empty while there is no table. */
    List<Object> column(String name) {
        try (RESTCatalog catalog = foreign()) {
            TableIdentifier id = TableIdentifier.of(Namespace.of(namespace), "events");
            if (!catalog.namespaceExists(Namespace.of(namespace)) || !catalog.tableExists(id)) {
                return List.of();
            }
            Table table = catalog.loadTable(id);
            List<Object> values = new ArrayList<>();
            try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
                rows.forEach(row -> values.add(row.getField(name)));
            }
            return values;
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    RESTCatalog foreign() {
        RESTCatalog catalog = new RESTCatalog();
        catalog.initialize(
                "foreign",
                Map.of(
                        "uri",
                        backing.catalog().uri(),
                        "warehouse",
                        backing.catalog().warehouse(),
                        "http-client.type",
                        "urlconnection",
                        "io-impl",
                        "org.apache.iceberg.aws.s3.S3FileIO"));
        return catalog;
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return committed(new TopicPartition(intake.deadLetterTopic(), 0));
    }

    /** Every event about this intake on an internal topic. */
    List<Event> events(InternalTopic topic) {
        List<Event> events = new ArrayList<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            for (ConsumerRecord<byte[], byte[]> record : committed(new TopicPartition(topic.topicName(), partition))) {
                if (record.value() != null
                        && new String(record.key(), StandardCharsets.UTF_8).startsWith(intake.toString())) {
                    events.add(EnvelopeJson.read(record.value()).event());
                }
            }
        }
        return events;
    }

    /** Everything below these ends of the topic is gone, as after a mistake of an operator. */
    void trim(long... ends) throws Exception {
        Map<TopicPartition, RecordsToDelete> below = new HashMap<>();
        for (int partition = 0; partition < ends.length; partition++) {
            below.put(new TopicPartition(intake.topic(), partition), RecordsToDelete.beforeOffset(ends[partition]));
        }
        admin.deleteRecords(below).all().get(30, TimeUnit.SECONDS);
    }

    /** The flusher's state of the intake is gone from the log. */
    void loseState() throws Exception {
        producer.send(new ProducerRecord<>(
                        InternalTopic.FLUSH.topicName(),
                        SlotNumber.of(intake).value(),
                        intake.toString().getBytes(StandardCharsets.UTF_8),
                        null))
                .get(30, TimeUnit.SECONDS);
    }

    /** The topic is deleted and made again, empty. */
    void recreateTopic() throws Exception {
        admin.deleteTopics(List.of(intake.topic())).all().get(30, TimeUnit.SECONDS);
        Eventually.passes(
                "created again",
                () -> admin.createTopics(List.of(new NewTopic(intake.topic(), PARTITIONS, (short) 1)
                                .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                        .all()
                        .get(30, TimeUnit.SECONDS));
    }

    /** The newest committed state. */
    Optional<FlushState> state() {
        TopicPartition slot = new TopicPartition(
                InternalTopic.FLUSH.topicName(), SlotNumber.of(intake).value());
        Optional<FlushState> newest = Optional.empty();
        for (ConsumerRecord<byte[], byte[]> record : committed(slot)) {
            if (new String(record.key(), StandardCharsets.UTF_8).equals(intake.toString())) {
                newest = Optional.ofNullable(record.value()).map(FlushStateJson::read);
            }
        }
        return newest;
    }

    List<ConsumerRecord<byte[], byte[]>> committed(TopicPartition partition) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", backing.kafkaBootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    Admin admin() {
        return admin;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
        registry.close();
    }
}
