package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stock Java producers see. */
class ProduceIT {
    private static final int RECORDS = 300;
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
    @CsvSource({
        "none,true,all",
        "gzip,true,all",
        "lz4,true,all",
        "snappy,true,all",
        "zstd,true,all",
        "none,false,1",
        "lz4,false,0"
    })
    void everyMessageArrivesOnceAndInOrder(String codec, boolean idempotent, String acks) throws Exception {
        Tenant tenant = gateway.tenant(3);
        Map<String, Object> settings =
                Map.of("compression.type", codec, "enable.idempotence", idempotent, "acks", acks, "batch.size", 8_192);
        try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, settings)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int index = 0; index < RECORDS; index++) {
                sent.add(producer.send(record(tenant, index)));
            }
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get(20, TimeUnit.SECONDS);
            }
            // Without acks nothing but looking tells when the messages are there.
            Eventually.equal("all messages are there, once", expected(), () -> written(tenant));
        }
    }

    @Test
    void aTopicOfOthersIsRefusedAtOnce() {
        Tenant tenant = gateway.tenant(1);
        Tenant other = gateway.tenant(1);
        try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, Map.of())) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> producer.send(record(other, 1)).get(20, TimeUnit.SECONDS));
            assertInstanceOf(TopicAuthorizationException.class, failure.getCause());
            ExecutionException unknown = assertThrows(
                    ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>("no-such-topic", new byte[1]))
                            .get(20, TimeUnit.SECONDS));
            assertInstanceOf(TopicAuthorizationException.class, unknown.getCause());
        }
    }

    @ParameterizedTest
    @CsvSource({"none", "gzip", "zstd"})
    void aMessageOverTheRunnersLimitIsRefusedAndOthersArePassed(String codec) throws Exception {
        Tenant tenant = gateway.tenant(1);
        Map<String, Object> settings = Map.of("compression.type", codec, "max.request.size", 1_000_000);
        try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, settings)) {
            byte[] largest = new byte[64 * 1_024];
            producer.send(new ProducerRecord<>(tenant.intake().topic(), largest))
                    .get(20, TimeUnit.SECONDS);
            byte[] tooLarge = new byte[65 * 1_024];
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>(tenant.intake().topic(), tooLarge))
                            .get(20, TimeUnit.SECONDS));
            assertInstanceOf(RecordTooLargeException.class, failure.getCause());
            producer.send(record(tenant, 1)).get(20, TimeUnit.SECONDS);
        }
        Eventually.equal("both that fit are there", 2, () -> written(tenant).size());
        assertTrue(gateway.meters().find("intake.rejected.messages").counters().stream()
                .anyMatch(counter -> counter.count() > 0));
    }

    private static ProducerRecord<byte[], byte[]> record(Tenant tenant, int index) {
        byte[] value = "{\"index\":%d}".formatted(index).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(tenant.intake().topic(), index % 3 == 0 ? 0 : null, null, value);
    }

    private static List<String> expected() {
        List<String> expected = new ArrayList<>();
        for (int index = 0; index < RECORDS; index++) {
            expected.add("{\"index\":%d}".formatted(index));
        }
        return expected.stream().sorted().toList();
    }

    /** Reads the topic inside the cluster; values sorted, and each partition's offsets without a hole. */
    private static List<String> written(Tenant tenant) {
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.inside(gateway)) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(tenant.intake().topic())
                    .stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> values = new ArrayList<>();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
                    values.add(new String(one.value(), StandardCharsets.UTF_8));
                }
            }
            return values.stream().sorted().toList();
        }
    }
}
