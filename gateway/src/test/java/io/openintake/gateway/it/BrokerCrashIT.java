package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.testkit.Backing;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The broker behind the gateway dies while messages are on their way. */
class BrokerCrashIT {
    private static final int RECORDS = 4_000;

    @Test
    void anIdempotentProducerLosesDoublesAndReordersNothing() throws Exception {
        Backing first = Backing.start(Part.KAFKA);
        try (RunningGateway gateway = RunningGateway.withTls(first)) {
            Tenant tenant = gateway.tenant(1);
            Map<String, Object> settings = Map.of("batch.size", 2_000, "linger.ms", 1, "retry.backoff.ms", 100);
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, settings)) {
                send(producer, tenant, 0, sent);
                sent.get(RECORDS / 4).get(20, TimeUnit.SECONDS);
                first.kill9();
                send(producer, tenant, RECORDS, sent);
                try (Backing again = first.restarted()) {
                    for (Future<RecordMetadata> one : sent) {
                        one.get(60, TimeUnit.SECONDS);
                    }
                    assertEquals(expected(), written(gateway, tenant));
                    Eventually.holds("logins work", () -> Login.works(gateway, tenant));
                }
            }
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, Tenant tenant, int from, List<Future<RecordMetadata>> sent) {
        for (int index = from; index < from + RECORDS; index++) {
            byte[] value = Integer.toString(index).getBytes(StandardCharsets.US_ASCII);
            sent.add(producer.send(new ProducerRecord<>(tenant.intake().topic(), value)));
        }
    }

    private static List<String> expected() {
        List<String> expected = new ArrayList<>();
        for (int index = 0; index < 2 * RECORDS; index++) {
            expected.add(Integer.toString(index));
        }
        return expected;
    }

    private static List<String> written(RunningGateway gateway, Tenant tenant) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.inside(gateway)) {
            TopicPartition partition = new TopicPartition(tenant.intake().topic(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
                    values.add(new String(one.value(), StandardCharsets.US_ASCII));
                }
            }
        }
        return values;
    }
}
