package io.openintake.dlq;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventMirror;
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
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.flush.DeadLetterHeaders;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.contracts.json.FlushStateJson;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The surroundings of dlq-service on a real broker: says what registry and flusher say, and hears what it answers. */
final class DlqBench implements AutoCloseable {
    private static final int CALL_SECONDS = 20;

    final String bootstrap = SharedBacking.with(Part.KAFKA).kafkaBootstrap();
    final ProjectId project = new ProjectId(UUID.randomUUID());
    final List<AuditRecorded> audited = new CopyOnWriteArrayList<>();
    private final EventPublisher publisher = new EventPublisher(connection(ServiceName.REGISTRY), Clock.systemUTC());
    private final Map<String, Event> newest = new ConcurrentHashMap<>();
    private final Admin admin = connection(ServiceName.REGISTRY).admin();
    private final KafkaProducer<byte[], byte[]> flusher;
    private final EventMirror status;
    private final io.openintake.bus.TopicMirror audit;

    DlqBench() throws Exception {
        InternalTopics.ensure(connection(ServiceName.REGISTRY));
        InternalTopics.ensure(connection(ServiceName.DLQ));
        status = new EventMirror(
                connection(ServiceName.REGISTRY), InternalTopic.STATUS, publisher, new EventMirror.Listener() {
                    @Override
                    public void changed(Event event) {
                        newest.put(event.key(), event);
                    }

                    @Override
                    public void removed(String key) {
                        newest.remove(key);
                    }
                });
        audit = io.openintake.bus.TopicMirror.follow(
                connection(ServiceName.REGISTRY),
                InternalTopic.AUDIT,
                incoming -> audited.add(
                        (AuditRecorded) EnvelopeJson.read(incoming.value()).event()));
        flusher = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "transactional.id", "bench-" + UUID.randomUUID()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        flusher.initTransactions();
    }

    IntakeDefined intake(ProjectId owner) throws Exception {
        IntakeId id = new IntakeId(UUID.randomUUID());
        IntakeDefined intake = new IntakeDefined(
                id,
                owner,
                new RunnerId(UUID.randomUUID()),
                1,
                "bench",
                new TableTarget("http://localhost/catalog", "wh", "ns", "t"),
                new Partitioning.None(),
                new CatalogAuth.None(),
                0,
                Policies.DEFAULT,
                Duration.ofMinutes(5),
                Lifecycle.ACTIVE);
        admin.createTopics(List.of(new NewTopic(id.deadLetterTopic(), 1, (short) 1)
                        .configs(Map.of("message.timestamp.type", "LogAppendTime", "compression.type", "gzip"))))
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS);
        await(publisher.publish(intake));
        return intake;
    }

    void removed(IntakeDefined intake) throws Exception {
        await(publisher.removed(InternalTopic.REGISTRY_EVENTS, intake.key(), 2));
    }

    /** Dead letters and the new total, in one transaction as the flusher does it. */
    void flush(IntakeDefined intake, long version, long total, List<Letter> letters) {
        flusher.beginTransaction();
        letters.forEach(letter -> send(intake, letter));
        FlushState state = new FlushState(
                version,
                "topic",
                "cluster",
                new TreeMap<>(Map.of(0, new Position(total, 0, total - 1, 0, 1, 0), 1, new Position(3, 2, 1, 0, 0, 0))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var unused = flusher.send(new ProducerRecord<>(
                InternalTopic.FLUSH.topicName(),
                intake.key().getBytes(StandardCharsets.UTF_8),
                FlushStateJson.write(state)));
        flusher.commitTransaction();
    }

    /** Dead letters that nobody may ever see. */
    void aborted(IntakeDefined intake, List<Letter> letters) {
        flusher.beginTransaction();
        letters.forEach(letter -> send(intake, letter));
        flusher.flush();
        flusher.abortTransaction();
    }

    void trim(IntakeDefined intake, long below) throws Exception {
        admin.deleteRecords(Map.of(
                        new TopicPartition(intake.intake().deadLetterTopic(), 0), RecordsToDelete.beforeOffset(below)))
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    Optional<DeadLettersReported> report(IntakeDefined intake) {
        return Optional.ofNullable((DeadLettersReported) newest.get(intake.intake() + "/dead-letters"));
    }

    /** A message that became a dead letter. */
    record Letter(byte[] value, String reason, String message) {
        static Letter of(String value, String reason) {
            return new Letter(value.getBytes(StandardCharsets.UTF_8), reason, "wrong: " + reason);
        }
    }

    @Override
    public void close() {
        status.close();
        audit.close();
        flusher.close();
        admin.close();
        publisher.close();
    }

    private void send(IntakeDefined intake, Letter letter) {
        ProducerRecord<byte[], byte[]> outgoing = new ProducerRecord<>(
                intake.intake().deadLetterTopic(), 0, "key".getBytes(StandardCharsets.UTF_8), letter.value());
        header(outgoing, "from", "the producer");
        header(outgoing, DeadLetterHeaders.REASON, letter.reason());
        header(outgoing, DeadLetterHeaders.POINTER, "/price");
        header(outgoing, DeadLetterHeaders.MESSAGE, letter.message());
        header(outgoing, DeadLetterHeaders.ATTEMPT, "1");
        header(outgoing, DeadLetterHeaders.TIMESTAMP, "1767225600000");
        header(outgoing, DeadLetterHeaders.SOURCE_TOPIC, intake.intake().topic());
        header(outgoing, DeadLetterHeaders.SOURCE_PARTITION, "0");
        header(outgoing, DeadLetterHeaders.SOURCE_OFFSET, "17");
        var unused = flusher.send(outgoing);
    }

    private static void header(ProducerRecord<byte[], byte[]> outgoing, String name, String value) {
        outgoing.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CompletionStage<Void> done) throws Exception {
        done.toCompletableFuture().get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private BusConnection connection(ServiceName service) {
        return new BusConnection(service, Map.of("bootstrap.servers", bootstrap), (short) 1);
    }
}
