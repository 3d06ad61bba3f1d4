package io.openintake.backing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokerIT {
    private static final int DEAD_LETTER_BYTES = 8 * 1024 * 1024;

    @TempDir
    private static Path data;

    private static BackingProcess backing;
    private static String bootstrap;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        backing = BackingProcess.start(data, "--only", "kafka");
        bootstrap = backing.ready().at("/kafka").textValue();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            admin.close();
        } finally {
            backing.close();
        }
    }

    @Test
    void hasTheTransactionsThatALateAnswerCannotDisturb() throws Exception {
        var features = admin.describeFeatures().featureMetadata().get().finalizedFeatures();
        assertTrue(features.get("transaction.version").maxVersionLevel() >= 2);
    }

    @Test
    void isConfiguredAsThePromisesNeed() throws Exception {
        var broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        var config = admin.describeConfigs(List.of(broker)).all().get().get(broker);
        Map.of(
                        "auto.create.topics.enable", "false",
                        "offsets.retention.minutes", "43200",
                        "log.flush.start.offset.checkpoint.interval.ms", "5000",
                        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000")
                .forEach((key, value) -> assertEquals(value, config.get(key).value(), key));
    }

    @Test
    void takesADeadLetterOfTheLargestSize() throws Exception {
        admin.createTopics(List.of(new NewTopic("large", 1, (short) 1))).all().get();
        var settings = Map.<String, Object>of(
                "bootstrap.servers", bootstrap, "max.request.size", DEAD_LETTER_BYTES + 1024 * 1024);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<byte[], byte[]>("large", new byte[DEAD_LETTER_BYTES]);
            assertEquals(0, producer.send(record).get().offset());
        }
    }
}
