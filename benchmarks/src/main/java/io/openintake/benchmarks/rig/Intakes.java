package io.openintake.benchmarks.rig;

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
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.flush.SlotNumber;
import io.openintake.contracts.flush.TableHead;
import io.openintake.contracts.json.FlushStateJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Stands in for registry and buffer-service: small intakes, each with its topic and its table. */
public final class Intakes implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 300;
    private static final int TOPICS_AT_ONCE = 250;
    private static final Map<String, String> TOPIC =
            Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", "4194304");

    private final Admin admin;
    private final EventPublisher registry;
    private final EventPublisher flusher;
    private final KafkaProducer<byte[], byte[]> producer;

    private Intakes(String bootstrap) throws InterruptedException {
        BusConnection asRegistry = connection(ServiceName.REGISTRY, bootstrap);
        BusConnection asFlusher = connection(ServiceName.FLUSHER, bootstrap);
        InternalTopics.ensure(asRegistry);
        InternalTopics.ensure(asFlusher);
        admin = asRegistry.admin();
        registry = new EventPublisher(asRegistry, Clock.systemUTC());
        flusher = new EventPublisher(asFlusher, Clock.systemUTC());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** On this cluster. */
    public static Intakes on(String bootstrap) throws InterruptedException {
        return new Intakes(bootstrap);
    }

    /** An intake and the id that Kafka gave its topic. */
    public record Made(IntakeId intake, Uuid topic, TableTarget target) {}

    /** Makes the topics, of one partition as those of small runners, and defines the intakes. */
    public List<Made> define(int count, Duration interval, TableTarget target) {
        List<Made> made = new ArrayList<>();
        while (made.size() < count) {
            made.addAll(topics(Math.min(TOPICS_AT_ONCE, count - made.size()), target));
        }
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (Made one : made) {
            published.add(registry.publish(definition(one, interval)).toCompletableFuture());
        }
        published.forEach(CompletableFuture::join);
        return made;
    }

    /** Gives each intake a past: one message, which was delivered yesterday, so that it is idle and not new. */
    public void deliverFirst(List<Made> intakes) {
        String cluster = await(admin.describeCluster().clusterId());
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (Made one : intakes) {
            send(one.intake());
            var unused = producer.send(new ProducerRecord<>(
                    InternalTopic.FLUSH.topicName(),
                    SlotNumber.of(one.intake()).value(),
                    bytes(one.intake().toString()),
                    FlushStateJson.write(delivered(one, cluster))));
            published.add(flusher.publish(healthy(one.intake())).toCompletableFuture());
        }
        producer.flush();
        published.forEach(CompletableFuture::join);
    }

    /** One more message for an intake. */
    public void send(IntakeId intake) {
        var unused = producer.send(new ProducerRecord<>(intake.topic(), 0, null, bytes("{\"n\":1}")));
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
        flusher.close();
        admin.close();
    }

    private List<Made> topics(int count, TableTarget target) {
        List<Made> made = new ArrayList<>();
        List<NewTopic> wanted = new ArrayList<>();
        List<IntakeId> intakes = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            IntakeId intake = new IntakeId(UUID.randomUUID());
            intakes.add(intake);
            wanted.add(new NewTopic(intake.topic(), 1, (short) 1).configs(TOPIC));
        }
        var created = admin.createTopics(wanted);
        for (IntakeId intake : intakes) {
            String table = "t" + intake.value().toString().replace("-", "");
            made.add(new Made(
                    intake,
                    await(created.topicId(intake.topic())),
                    new TableTarget(target.uri(), target.warehouse(), target.namespace(), table)));
        }
        return made;
    }

    private static IntakeDefined definition(Made one, Duration interval) {
        return new IntakeDefined(
                one.intake(),
                new ProjectId(UUID.randomUUID()),
                new RunnerId(UUID.randomUUID()),
                1,
                "benchmark",
                one.target(),
                new Partitioning.None(),
                new CatalogAuth.None(),
                0,
                Policies.DEFAULT,
                interval,
                Lifecycle.ACTIVE);
    }

    private static FlushState delivered(Made one, String cluster) {
        TreeMap<Integer, Position> at = new TreeMap<>(Map.of(0, Position.START.plus(1, 0, 0, 0)));
        String commit = UUID.randomUUID().toString();
        TableHead head = new TableHead(one.target().hash(), UUID.randomUUID().toString(), commit, 1, 1);
        return new FlushState(
                2, one.topic().toString(), cluster, at, Optional.of(head), Optional.empty(), Optional.empty());
    }

    private static DeliveryReported healthy(IntakeId intake) {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        return new DeliveryReported(
                intake,
                1,
                DeliveryReported.State.HEALTHY,
                "",
                "",
                yesterday,
                Optional.of(yesterday),
                1,
                Optional.of(yesterday));
    }

    private static BusConnection connection(ServiceName service, String bootstrap) {
        return new BusConnection(service, Map.of("bootstrap.servers", bootstrap), (short) 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("the cluster did not do as told", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
