package io.openintake.buffer;

import io.openintake.buffer.app.BufferLoop;
import io.openintake.buffer.app.Meters;
import io.openintake.bus.BusConnection;
import io.openintake.bus.EventMirror;
import io.openintake.bus.EventPublisher;
import io.openintake.contracts.Capacity;
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
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.TrafficReported.PartitionTraffic;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.json.FlushStateJson;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The buffer's surroundings on a real broker: says what the other services say, and hears what it answers. */
final class BufferBench implements AutoCloseable {
    static final Duration GRACE = Duration.ofMillis(500);
    private static final ProjectId PROJECT = new ProjectId(UUID.randomUUID());
    private static final int CALL_SECONDS = 20;

    private final String bootstrap = SharedBacking.with(Part.KAFKA).kafkaBootstrap();
    private final EventPublisher registry = publisher(ServiceName.REGISTRY);
    private final Map<String, Event> newest = new ConcurrentHashMap<>();
    private final List<Event> all = new CopyOnWriteArrayList<>();
    private final EventMirror status;
    private final EventMirror usage;
    final Admin admin = connection(ServiceName.REGISTRY).admin();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());

    BufferBench() throws Exception {
        io.openintake.bus.InternalTopics.ensure(connection(ServiceName.REGISTRY));
        io.openintake.bus.InternalTopics.ensure(connection(ServiceName.BUFFER));
        EventMirror.Listener listener = new EventMirror.Listener() {
            @Override
            public void changed(Event event) {
                newest.put(event.key(), event);
                all.add(event);
            }

            @Override
            public void removed(String key) {
                newest.remove(key);
            }
        };
        status = new EventMirror(connection(ServiceName.REGISTRY), InternalTopic.STATUS, registry, listener);
        usage = new EventMirror(connection(ServiceName.REGISTRY), InternalTopic.USAGE, registry, listener);
    }

    RunningBuffer start() {
        return start(1);
    }

    RunningBuffer start(int replicationFactor) {
        BufferLoop.Settings settings = new BufferLoop.Settings(
                (short) replicationFactor, Duration.ofDays(7), Duration.ofMillis(100), Duration.ofMillis(300), GRACE);
        return RunningBuffer.start(connection(ServiceName.BUFFER), settings, new NoMeters());
    }

    RunnerDefined runner(Capacity capacity) throws Exception {
        RunnerDefined runner = new RunnerDefined(
                new RunnerId(UUID.randomUUID()), PROJECT, 1, capacity, "localhost:9094", Lifecycle.ACTIVE);
        publish(runner);
        return runner;
    }

    IntakeDefined intake(RunnerDefined runner) throws Exception {
        IntakeDefined intake = definition(runner, new IntakeId(UUID.randomUUID()), 1, Lifecycle.ACTIVE);
        publish(intake);
        return intake;
    }

    IntakeDefined change(IntakeDefined intake, Lifecycle lifecycle) throws Exception {
        IntakeDefined changed = new IntakeDefined(
                intake.intake(),
                intake.project(),
                intake.runner(),
                intake.version() + 1,
                intake.displayName(),
                intake.target(),
                intake.partitioning(),
                intake.auth(),
                intake.credentialVersion(),
                intake.policies(),
                intake.flushInterval(),
                lifecycle);
        publish(changed);
        return changed;
    }

    void removed(IntakeDefined intake) throws Exception {
        await(registry.removed(InternalTopic.REGISTRY_EVENTS, intake.key(), intake.version() + 1));
    }

    void removed(RunnerDefined runner) throws Exception {
        await(registry.removed(InternalTopic.REGISTRY_EVENTS, runner.key(), runner.version() + 1));
    }

    /** The flusher says that partition 0 is delivered up to here. */
    void flushed(IntakeDefined intake, String topicId, long version, long to) throws Exception {
        FlushState state = new FlushState(
                version,
                topicId,
                "cluster",
                new TreeMap<>(Map.of(0, new Position(to, to, 0, 0, 0, 0))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        await(registry.send(InternalTopic.FLUSH, intake.key(), version, FlushStateJson.write(state)));
    }

    void gatewayCounted(IntakeDefined intake, String gateway, long records, long bytes) throws Exception {
        publish(new TrafficReported(
                intake.runner(), gateway, List.of(new PartitionTraffic(intake.intake(), 0, records, records, bytes))));
    }

    void produce(IntakeDefined intake, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            var unused = producer.send(new ProducerRecord<>(
                    intake.intake().topic(), 0, null, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        producer.flush();
    }

    Optional<ProvisioningReported> provisioning(IntakeDefined intake) {
        return Optional.ofNullable((ProvisioningReported) newest.get(intake.intake() + "/provisioning"));
    }

    Optional<UsageReported> usage(RunnerDefined runner) {
        return Optional.ofNullable((UsageReported) newest.get(runner.key()));
    }

    long reports(IntakeDefined intake) {
        return all.stream()
                .filter(event -> event instanceof ProvisioningReported report
                        && report.intake().equals(intake.intake()))
                .count();
    }

    String topicId(IntakeDefined intake) throws Exception {
        return admin.describeTopics(List.of(intake.intake().topic()))
                .allTopicNames()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .get(intake.intake().topic())
                .topicId()
                .toString();
    }

    boolean exists(String topic) throws Exception {
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get(CALL_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failed;
        }
    }

    long logStart(IntakeDefined intake) throws Exception {
        TopicPartition partition = new TopicPartition(intake.intake().topic(), 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .offset();
    }

    @Override
    public void close() {
        status.close();
        usage.close();
        producer.close();
        admin.close();
        registry.close();
    }

    private void publish(Event event) throws Exception {
        await(registry.publish(event));
    }

    private static void await(java.util.concurrent.CompletionStage<Void> done) throws Exception {
        done.toCompletableFuture().get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private EventPublisher publisher(ServiceName service) {
        return new EventPublisher(connection(service), Clock.systemUTC());
    }

    private BusConnection connection(ServiceName service) {
        return new BusConnection(service, Map.of("bootstrap.servers", bootstrap), (short) 1);
    }

    private static IntakeDefined definition(RunnerDefined runner, IntakeId intake, long version, Lifecycle lifecycle) {
        return new IntakeDefined(
                intake,
                PROJECT,
                runner.runner(),
                version,
                "bench",
                new TableTarget("http://localhost/catalog", "wh", "ns", "t"),
                new Partitioning.None(),
                new CatalogAuth.None(),
                0,
                Policies.DEFAULT,
                Duration.ofMinutes(5),
                lifecycle);
    }

    private static final class NoMeters implements Meters {
        @Override
        public void usage(UsageReported usage) {}

        @Override
        public void forget(RunnerId runner) {}

        @Override
        public void swept(Duration took) {}

        @Override
        public void deleted() {}

        @Override
        public void failedIntakes(int intakes) {}

        @Override
        public void waiting(int inputs) {}
    }
}
