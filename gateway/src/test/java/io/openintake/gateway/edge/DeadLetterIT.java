package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.openintake.gateway.it.Clients;
import io.openintake.gateway.it.Login;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stock Java consumer sees of dead letters, which are written in transactions. */
class DeadLetterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EMPTY_BATCH_BYTES = 61;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.withTls();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"read_uncommitted", "read_committed"})
    void aGroupSeesNoAbortedRecordAndEndsWithoutLagOrBusyLoop(String isolation) throws Exception {
        Tenant tenant = gateway.tenant(1);
        deadLetters(tenant, "a", "-b", "c", "-d");
        TopicPartition partition = new TopicPartition(tenant.intake().deadLetterTopic(), 0);
        Map<String, Object> group = Map.of("group.id", "mine", "isolation.level", isolation, "fetch.max.wait.ms", 500);
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(gateway, tenant, group)) {
            consumer.subscribe(List.of(partition.topic()));
            assertEquals(List.of("a", "c"), readToTheEnd(consumer, partition));
            long fetchesBefore = fetches();
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(2)) {
                assertTrue(consumer.poll(Duration.ofMillis(250)).isEmpty());
            }
            assertTrue(fetches() - fetchesBefore < 20, "an idle reader asks a few times a second");
            consumer.commitSync();
        }
        deadLetters(tenant, "e");
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(gateway, tenant, group)) {
            consumer.subscribe(List.of(partition.topic()));
            assertEquals(List.of("e"), readToTheEnd(consumer, partition));
        }
    }

    /** Version 10 is kafka-go's, which starts again at offset 1 on an empty batch, and connects again on a gap. */
    @ParameterizedTest
    @ValueSource(shorts = {4, 10, 11, 12})
    void oldReadersTakeWhatTheyMayNotSeeForTheEndAndNewOnesStepOverIt(short version) throws Exception {
        Tenant tenant = gateway.tenant(1);
        deadLetters(tenant, "-a");
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.reader().userName(), Tenant.PASSWORD));
            PartitionData answered = fetched(login, tenant, version);
            int bytes = ((MemoryRecords) answered.records()).sizeInBytes();
            assertEquals(version < 11 ? 0 : EMPTY_BATCH_BYTES, bytes);
            assertEquals(version < 11 ? 0 : 2, answered.highWatermark());
        }
    }

    private static PartitionData fetched(Login login, Tenant tenant, short version) throws java.io.IOException {
        FetchTopic topic = new FetchTopic().setTopic(tenant.intake().deadLetterTopic());
        topic.partitions().add(new FetchPartition().setFetchOffset(0).setPartitionMaxBytes(1_000_000));
        FetchRequestData request = new FetchRequestData()
                .setReplicaId(-1)
                .setMinBytes(1)
                .setMaxBytes(1_000_000)
                .setMaxWaitMs(500);
        request.topics().add(topic);
        return login.call(request, version, new FetchResponseData())
                .responses()
                .getFirst()
                .partitions()
                .getFirst();
    }

    @Test
    void groupsOfTwoIntakesWithOneNameKnowNothingOfEachOther() throws Exception {
        Tenant one = gateway.tenant(1);
        Tenant other = gateway.tenant(1);
        deadLetters(one, "a");
        deadLetters(other, "b");
        for (Tenant tenant : List.of(one, other)) {
            TopicPartition partition = new TopicPartition(tenant.intake().deadLetterTopic(), 0);
            try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(gateway, tenant, Map.of("group.id", "same"))) {
                consumer.subscribe(List.of(partition.topic()));
                assertEquals(List.of(tenant.equals(one) ? "a" : "b"), readToTheEnd(consumer, partition));
                consumer.commitSync();
            }
        }
        try (Admin inside = Admin.create(Map.of("bootstrap.servers", gateway.kafka()))) {
            Set<String> groups = Set.copyOf(inside.listGroups().all().get(20, TimeUnit.SECONDS).stream()
                    .map(group -> group.groupId())
                    .toList());
            assertTrue(groups.contains("u." + one.intake() + ".same"), groups::toString);
            assertTrue(groups.contains("u." + other.intake() + ".same"), groups::toString);
        }
    }

    @Test
    void othersTopicsAreDeniedToReaders() {
        Tenant tenant = gateway.tenant(1);
        Tenant other = gateway.tenant(1);
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(gateway, tenant, Map.of("group.id", "mine"))) {
            for (String topic :
                    List.of(other.intake().deadLetterTopic(), tenant.intake().topic(), "openintake.users")) {
                consumer.assign(List.of(new TopicPartition(topic, 0)));
                assertThrows(TopicAuthorizationException.class, () -> consumer.poll(PATIENCE));
            }
        }
    }

    @Test
    void readersMayNotWriteAndWritersMayNotRead() {
        Tenant tenant = gateway.tenant(1);
        Map<String, Object> asReader =
                Clients.login(gateway, tenant.reader().userName(), Tenant.PASSWORD, "SCRAM-SHA-512");
        asReader.put("enable.idempotence", false);
        asReader.put("max.block.ms", 10_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(asReader, new ByteArraySerializer(), new ByteArraySerializer())) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>(tenant.intake().deadLetterTopic(), new byte[1]))
                            .get(20, TimeUnit.SECONDS));
            assertTrue(failure.getCause() instanceof TopicAuthorizationException, failure::toString);
        }
        Map<String, Object> asWriter =
                Clients.login(gateway, tenant.writer().userName(), Tenant.PASSWORD, "SCRAM-SHA-512");
        asWriter.put("group.id", "mine");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                asWriter,
                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer())) {
            consumer.subscribe(List.of(tenant.intake().topic()));
            assertThrows(GroupAuthorizationException.class, () -> consumer.poll(PATIENCE));
        }
    }

    @Test
    void transactionsAreRefusedAtOnce() {
        Tenant tenant = gateway.tenant(1);
        try (KafkaProducer<byte[], byte[]> producer =
                Clients.producer(gateway, tenant, Map.of("transactional.id", "mine"))) {
            assertThrows(TransactionalIdAuthorizationException.class, producer::initTransactions);
        }
    }

    /** Each value in a transaction of its own; those that begin with a minus are aborted. */
    private static void deadLetters(Tenant tenant, String... values) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                gateway.kafka(),
                "transactional.id",
                tenant.intake().toString());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (String value : values) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(
                                tenant.intake().deadLetterTopic(), value.getBytes(StandardCharsets.UTF_8)))
                        .get(20, TimeUnit.SECONDS);
                if (value.startsWith("-")) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
    }

    /** Polls until the position is the end, markers and aborted records included. */
    private static List<String> readToTheEnd(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
                values.add(new String(one.value(), StandardCharsets.UTF_8));
            }
            boolean assigned = consumer.assignment().contains(partition);
            if (assigned
                    && consumer.position(partition)
                            >= consumer.endOffsets(List.of(partition)).get(partition)) {
                return values;
            }
        }
        throw new AssertionError("the reader did not come to the end, it has " + values);
    }

    private static long fetches() {
        Timer timer = gateway.meters()
                .find("intake.gateway.request.duration")
                .tag("api", "fetch")
                .timer();
        return timer == null ? 0 : timer.count();
    }
}
