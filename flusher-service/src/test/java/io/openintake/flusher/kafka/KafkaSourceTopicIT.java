package io.openintake.flusher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.openintake.bus.BusConnection;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ServiceName;
import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.SourceTopic.Taking;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class KafkaSourceTopicIT {
    private static final Backing BACKING = SharedBacking.with(Part.KAFKA);
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void readsTheSameRecordsAgainHoweverOftenItIsAsked() throws Exception {
        IntakeId intake = topicWithRecords();
        // a buffer of one byte: every pass reads from the broker
        try (var admin = connection().admin();
                KafkaSourceTopic topic =
                        new KafkaSourceTopic(connection(), admin, 0, new ReadLimits(1_000, 1 << 20, 1, PATIENCE))) {
            List<String> first = null;
            for (int round = 0; round < 3; round++) {
                Taking.Taken taken = assertInstanceOf(Taking.Taken.class, topic.take(intake, new TreeMap<>()));
                List<String> seen = records(taken.batch());
                assertEquals(RECORDS, seen.size(), "round " + round);
                assertEquals(seen, records(taken.batch()), "second pass of round " + round);
                assertEquals(first == null ? seen : first, seen);
                first = seen;
            }
        }
    }

    private static List<String> records(Batch batch) {
        List<String> records = new ArrayList<>();
        batch.forEach(record -> records.add(
                record.partition() + ":" + record.offset() + "=" + new String(record.value(), StandardCharsets.UTF_8)));
        return records;
    }

    private static IntakeId topicWithRecords() throws Exception {
        IntakeId intake = new IntakeId(UUID.randomUUID());
        try (var admin = connection().admin();
                var producer = new KafkaProducer<>(
                        connection().properties("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(intake.topic(), PARTITIONS, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(
                                intake.topic(), i % PARTITIONS, null, ("v" + i).getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
        return intake;
    }

    private static BusConnection connection() {
        return BusConnection.of(ServiceName.FLUSHER, Map.of("kafka.bootstrap.servers", BACKING.kafkaBootstrap()), 1);
    }
}
