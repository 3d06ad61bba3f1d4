package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.bus.TopicMirror;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.TrafficReported.PartitionTraffic;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Blocked runners, what is reported, and the end of a gateway. */
class FlowIT {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.withTls();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aBlockedRunnersProducerIsHeldAndGoesOnUnharmed() throws Exception {
        Tenant tenant = gateway.tenant(1);
        gateway.publish(usage(tenant, 1, State.BLOCKED));
        try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, Map.of("retries", 0))) {
            Future<RecordMetadata> sent = producer.send(record(tenant));
            Eventually.holds("the request is parked", () -> parked() > 0);
            assertFalse(sent.isDone());
            gateway.publish(usage(tenant, 2, State.OPEN));
            assertEquals(0, sent.get(5, TimeUnit.SECONDS).offset());
        }
    }

    @Test
    void aProducerIsToldWhyWhenTheHoldIsOver() throws Exception {
        Tenant tenant = gateway.tenant(1);
        gateway.publish(usage(tenant, 1, State.BLOCKED));
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
            Eventually.holds(
                    "the runner is blocked", () -> produced(login, tenant).errorCode() == 19);
            PartitionProduceResponse refused = produced(login, tenant);
            assertEquals(19, refused.errorCode());
            assertTrue(refused.errorMessage().contains("buffer full"), refused.errorMessage());
        }
    }

    @Test
    void aStockProducerRetriesOverTheRefusal() throws Exception {
        Tenant tenant = gateway.tenant(1);
        gateway.publish(usage(tenant, 1, State.BLOCKED));
        Map<String, Object> hasty = Map.of("request.timeout.ms", 2_000, "retry.backoff.ms", 50);
        try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, hasty)) {
            Future<RecordMetadata> sent = producer.send(record(tenant));
            double before = rejected();
            Eventually.holds("a hold has ended in a refusal", () -> rejected() > before);
            assertFalse(sent.isDone());
            gateway.publish(usage(tenant, 2, State.OPEN));
            assertEquals(0, sent.get(10, TimeUnit.SECONDS).offset());
        }
    }

    @Test
    void acknowledgedTrafficAndLoginsAreReported() throws Exception {
        Tenant tenant = gateway.tenant(1);
        List<Event> reported = new CopyOnWriteArrayList<>();
        try (TopicMirror traffic = gateway.follow(InternalTopic.TRAFFIC, ServiceName.BUFFER, reported);
                TopicMirror audit = gateway.follow(InternalTopic.AUDIT, ServiceName.REGISTRY, reported);
                KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, Map.of())) {
            for (int index = 0; index < 5; index++) {
                producer.send(record(tenant)).get(10, TimeUnit.SECONDS);
            }
            Eventually.holds(
                    "the traffic is reported", () -> reported.stream().anyMatch(event -> isOf(tenant, event, 5)));
            Eventually.holds(
                    "the login is audited",
                    () -> reported.stream()
                            .anyMatch(event -> event instanceof AuditRecorded one
                                    && one.project().equals(tenant.project())
                                    && one.client().startsWith("apache-kafka-java/")
                                    && one.action().equals("kafka-login")
                                    && one.outcome().equals("allowed")));
        }
    }

    @Test
    void aStoppedGatewayFinishesWhatIsInFlightAndTakesNothingMore() throws Exception {
        try (RunningGateway ending = RunningGateway.withTls(Duration.ofSeconds(10))) {
            Tenant tenant = ending.tenant(1);
            try (Login login = Login.tls(ending)) {
                assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
                long begun = System.nanoTime();
                ending.stop();
                assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(10));
                assertEquals(Optional.empty(), login.receive());
            }
        }
    }

    private static boolean isOf(Tenant tenant, Event event, long records) {
        return event instanceof TrafficReported report
                && report.runner().equals(tenant.runner())
                && report.partitions().stream()
                        .filter(one -> one.intake().equals(tenant.intake()))
                        .anyMatch(one -> complete(one, records));
    }

    private static boolean complete(PartitionTraffic one, long records) {
        return one.endOffset() == records && one.records() == records && one.wireBytes() > records;
    }

    /** One Produce request of half a second's patience. */
    private static PartitionProduceResponse produced(Login login, Tenant tenant) throws java.io.IOException {
        MemoryRecords records = MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[] {1}));
        TopicProduceData topic = new TopicProduceData().setName(tenant.intake().topic());
        topic.partitionData().add(new PartitionProduceData().setIndex(0).setRecords(records));
        TopicProduceDataCollection topics = new TopicProduceDataCollection();
        topics.add(topic);
        ProduceRequestData request =
                new ProduceRequestData().setAcks((short) -1).setTimeoutMs(500).setTopicData(topics);
        return login.call(request, (short) 9, new ProduceResponseData())
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .getFirst();
    }

    private static UsageReported usage(Tenant tenant, long version, State state) {
        return new UsageReported(
                tenant.runner(), version, state, 0, 1_000_000, 0, 1_000_000, Optional.of(Instant.EPOCH));
    }

    private static ProducerRecord<byte[], byte[]> record(Tenant tenant) {
        return new ProducerRecord<>(tenant.intake().topic(), new byte[] {'{', '}'});
    }

    private static double parked() {
        return gateway.meters().get("intake.gateway.parked.requests").gauge().value();
    }

    private static double rejected() {
        return gateway.meters().find("intake.rejected.messages").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
