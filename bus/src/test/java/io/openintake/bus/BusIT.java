package io.openintake.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.RecordRejected;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class BusIT {
    private static final long WAIT_SECONDS = 30;
    private static Backing backing;
    private static BusConnection registry;
    private static BusConnection buffer;

    @BeforeAll
    static void startABroker() throws Exception {
        backing = Backing.start(Part.KAFKA);
        registry = connection(ServiceName.REGISTRY);
        buffer = connection(ServiceName.BUFFER);
        InternalTopics.ensure(registry);
    }

    @AfterAll
    static void stopIt() {
        backing.close();
    }

    @Test
    void createsInternalTopicsOnceWhateverTheOrderOfServices() throws Exception {
        InternalTopics.ensure(registry);
        InternalTopics.ensure(buffer);
        try (var admin = registry.admin()) {
            var topics = admin.describeTopics(
                            List.of(InternalTopic.FLUSH.topicName(), InternalTopic.REGISTRY_EVENTS.topicName()))
                    .allTopicNames()
                    .get();
            assertEquals(
                    128,
                    topics.get(InternalTopic.FLUSH.topicName()).partitions().size());
            assertEquals(
                    1,
                    topics.get(InternalTopic.REGISTRY_EVENTS.topicName())
                            .partitions()
                            .size());
        }
    }

    @Test
    void aMirrorIsReadyOnlyWhenItHasSeenWhatWasThereAndFollowsOn() throws Exception {
        RunnerId first = new RunnerId(UUID.randomUUID());
        RunnerId second = new RunnerId(UUID.randomUUID());
        try (EventPublisher publisher = new EventPublisher(registry, Clock.systemUTC())) {
            publisher.publish(runner(first, 1)).toCompletableFuture().get();
            Changes changes = new Changes(first, second);
            try (EventMirror mirror = new EventMirror(buffer, InternalTopic.REGISTRY_EVENTS, publisher, changes)) {
                mirror.ready().get(WAIT_SECONDS, TimeUnit.SECONDS);
                assertEquals("changed " + first + " v1", changes.next(), "seen before it was ready");
                publisher.publish(runner(second, 1)).toCompletableFuture().get();
                assertEquals("changed " + second + " v1", changes.next());
            }
        }
    }

    @Test
    void aMirrorIgnoresRepeatedAndOlderVersionsAlsoAfterRemoval() throws Exception {
        RunnerId key = new RunnerId(UUID.randomUUID());
        RunnerId last = new RunnerId(UUID.randomUUID());
        try (EventPublisher publisher = new EventPublisher(registry, Clock.systemUTC())) {
            publisher.publish(runner(key, 2)).toCompletableFuture().get();
            publisher.publish(runner(key, 2)).toCompletableFuture().get();
            publisher.publish(runner(key, 1)).toCompletableFuture().get();
            publisher
                    .removed(InternalTopic.REGISTRY_EVENTS, key.toString(), 3)
                    .toCompletableFuture()
                    .get();
            publisher.publish(runner(key, 2)).toCompletableFuture().get();
            publisher.publish(runner(last, 1)).toCompletableFuture().get();
            Changes changes = new Changes(key, last);
            try (EventMirror mirror = new EventMirror(buffer, InternalTopic.REGISTRY_EVENTS, publisher, changes)) {
                assertEquals("changed " + key + " v2", changes.next());
                assertEquals("removed " + key, changes.next());
                assertEquals("changed " + last + " v1", changes.next());
                assertFalse(mirror.ready().isCompletedExceptionally());
            }
        }
    }

    @Test
    void anUnreadableRecordGoesToTheRejectedTopicAndTheMirrorGoesOn() throws Exception {
        RunnerId after = new RunnerId(UUID.randomUUID());
        try (EventPublisher publisher = new EventPublisher(registry, Clock.systemUTC());
                KafkaProducer<String, byte[]> raw = new KafkaProducer<>(
                        registry.properties("raw"), new StringSerializer(), new ByteArraySerializer())) {
            raw.send(new ProducerRecord<>(InternalTopic.REGISTRY_EVENTS.topicName(), "x", bytes("{\"type\":1}")))
                    .get();
            publisher.publish(runner(after, 1)).toCompletableFuture().get();
            Changes changes = new Changes(after);
            BlockingQueue<RecordRejected> rejected = new LinkedBlockingQueue<>();
            try (EventMirror mirror = new EventMirror(buffer, InternalTopic.REGISTRY_EVENTS, publisher, changes);
                    TopicMirror rejections = TopicMirror.follow(
                            registry,
                            InternalTopic.REJECTED,
                            incoming -> rejected.add((RecordRejected)
                                    EnvelopeJson.read(incoming.value()).event()))) {
                assertEquals("changed " + after + " v1", changes.next());
                RecordRejected rejection = rejected.poll(WAIT_SECONDS, TimeUnit.SECONDS);
                assertEquals(InternalTopic.REGISTRY_EVENTS.topicName(), rejection.sourceTopic());
                assertEquals("/source is missing", rejection.reason());
                assertEquals(10, rejection.value().length());
                assertFalse(mirror.ready().isCompletedExceptionally());
                assertFalse(rejections.ready().isCompletedExceptionally());
            }
        }
    }

    @Test
    void reportsRiseInVersionAcrossRestarts() throws Exception {
        IntakeId intake = new IntakeId(UUID.randomUUID());
        assertEquals(1, reportedVersion(intake));
        assertEquals(2, reportedVersion(intake));
    }

    private static long reportedVersion(IntakeId intake) throws Exception {
        try (EventPublisher publisher = new EventPublisher(buffer, Clock.systemUTC());
                StatusReporter reporter = new StatusReporter(buffer, publisher)) {
            reporter.ready().get(WAIT_SECONDS, TimeUnit.SECONDS);
            ProvisioningReported report =
                    new ProvisioningReported(intake, 0, 1, ProvisioningReported.Outcome.READY, "");
            reporter.report(report).toCompletableFuture().get();
            return reporter.newest(report.key()).orElseThrow().version();
        }
    }

    private static RunnerDefined runner(RunnerId id, long version) {
        return new RunnerDefined(
                id, new ProjectId(UUID.randomUUID()), version, new Capacity(1, 1), "localhost:9094", Lifecycle.ACTIVE);
    }

    private static BusConnection connection(ServiceName service) {
        return BusConnection.of(service, Map.of("kafka.bootstrap.servers", backing.kafkaBootstrap()), 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What a mirror told of some keys; other tests share the topic. */
    private static final class Changes implements EventMirror.Listener {
        private final List<String> keys;
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        private Changes(RunnerId... keys) {
            this.keys = List.of(keys).stream().map(RunnerId::toString).toList();
        }

        @Override
        public void changed(Event event) {
            if (keys.contains(event.key())) {
                seen.add("changed " + event.key() + " v" + event.version());
            }
        }

        @Override
        public void removed(String key) {
            if (keys.contains(key)) {
                seen.add("removed " + key);
            }
        }

        private String next() throws InterruptedException {
            return seen.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        }
    }
}
