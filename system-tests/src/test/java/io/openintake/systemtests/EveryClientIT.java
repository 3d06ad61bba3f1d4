package io.openintake.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.flush.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sender that nobody here wrote sends is what a reader that nobody here wrote reads, value by value. */
final class EveryClientIT {
    private static final int GOOD = 300;
    private static final List<String> BROKEN = List.of("this is not JSON", "[1,2,3]", "{\"id\":1}{\"id\":2}");

    /** Who sends. */
    enum Sender {
        JAVA,
        KCAT,
        KAFKAJS
    }

    @ParameterizedTest
    @EnumSource
    void everyMessageBecomesOneEqualRowOrOneDeadLetterWithItsReason(Sender sender) throws Exception {
        String name = sender.name().toLowerCase(Locale.ROOT);
        Tenant tenant = Tenant.create(Rig.shared(), "client-" + name);
        List<ObjectNode> good = Messages.good(name, GOOD);
        List<String> lines = good.stream().map(JsonNode::toString).collect(Collectors.toCollection(ArrayList::new));
        lines.addAll(100, BROKEN);

        send(sender, tenant, lines);

        JsonNode ledger = tenant.awaitSettled(lines.size(), Duration.ofSeconds(90));
        assertEquals(lines.size(), ledger.path("accepted").longValue());
        assertEquals(GOOD, ledger.path("delivered").longValue());
        assertEquals(BROKEN.size(), ledger.path("deadLettered").longValue());
        assertEquals(byId(good), byId(tenant.rows()));
        assertDeadLetters(tenant);
    }

    private static void assertDeadLetters(Tenant tenant) {
        List<ConsumerRecord<String, byte[]>> letters = tenant.deadLetters(BROKEN.size());
        Map<String, String> reasons = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> letter : letters) {
            reasons.put(
                    new String(letter.value(), StandardCharsets.UTF_8),
                    new String(
                            letter.headers()
                                    .lastHeader(DeadLetterHeaders.REASON)
                                    .value(),
                            StandardCharsets.UTF_8));
        }
        assertEquals(BROKEN.size(), letters.size());
        assertEquals(
                Map.of(BROKEN.get(0), "not-json", BROKEN.get(1), "not-an-object", BROKEN.get(2), "trailing-data"),
                reasons);
    }

    private static void send(Sender sender, Tenant tenant, List<String> lines) throws Exception {
        switch (sender) {
            case JAVA -> sendWithJava(tenant, lines);
            case KCAT -> sendWithKcat(tenant, lines);
            case KAFKAJS -> sendWithKafkajs(tenant, lines);
        }
    }

    private static void sendWithJava(Tenant tenant, List<String> lines) throws Exception {
        Map<String, Object> properties = tenant.producerClient();
        properties.put("compression.type", "zstd");
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String line : lines) {
                producer.send(new ProducerRecord<>(tenant.intake().topic(), line.getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
    }

    private static void sendWithKcat(Tenant tenant, List<String> lines) throws Exception {
        Path config = Files.createTempFile("kcat", ".conf");
        try {
            Files.writeString(config, """
                    bootstrap.servers=%s
                    security.protocol=SASL_SSL
                    sasl.mechanism=SCRAM-SHA-512
                    sasl.username=%s
                    sasl.password=%s
                    ssl.ca.location=%s
                    """.formatted(
                            Rig.shared().endpoints().kafka(),
                            tenant.producerName(),
                            Tenant.PASSWORD,
                            Rig.shared().endpoints().authority()));
            ForeignClients.Run run = ForeignClients.kcat(
                    config,
                    String.join("\n", lines) + "\n",
                    "-P",
                    "-t",
                    tenant.intake().topic(),
                    "-z",
                    "lz4");
            assertEquals(0, run.exit(), run.err());
        } finally {
            Files.delete(config);
        }
    }

    private static void sendWithKafkajs(Tenant tenant, List<String> lines) throws Exception {
        ForeignClients.Run run = ForeignClients.kafkajs(
                Map.of(
                        "BOOTSTRAP", Rig.shared().endpoints().kafka(),
                        "KAFKA_USER", tenant.producerName(),
                        "KAFKA_PASSWORD", Tenant.PASSWORD,
                        "CA_FILE", Rig.shared().endpoints().authority().toString()),
                tenant.intake().topic(),
                String.join("\n", lines) + "\n");
        assertEquals(0, run.exit(), run.err());
        assertEquals(List.of("sent=" + lines.size()), run.lines());
    }

    private static Map<String, JsonNode> byId(List<? extends JsonNode> rows) {
        Map<String, JsonNode> byId = new TreeMap<>();
        for (JsonNode row : rows) {
            JsonNode before = byId.put(row.path("id").textValue(), Messages.comparable(row));
            assertTrue(before == null, "twice: " + row.path("id"));
        }
        return byId;
    }
}
