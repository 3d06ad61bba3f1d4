package io.openintake.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.UserId;
import io.openintake.launcher.stack.Backing;
import io.openintake.launcher.stack.Endpoints;
import io.openintake.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A project with a runner, an intake and a user of each type, made through the management API. */
public final class Tenant {
    public static final String PASSWORD = "Sufficient-Password-1";
    public static final String NAMESPACE = "system_tests";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rig rig;
    private final Api api;
    private final IntakeId intake;
    private final String runner;
    private final String table;
    private final UserId producer;
    private final UserId reader;

    /** What is asked for; the catalog's address may be that of a proxy. */
    public record Plan(String name, String catalogUri, int messagesPerHour, int maxKiB) {}

    private Tenant(Rig rig, Api api, Plan plan) throws Exception {
        this.rig = rig;
        this.api = api;
        this.table = plan.name().replace('-', '_');
        this.runner = api.created(
                        "/intake-runners",
                        "{\"displayName\":\"%s\",\"maxMessageSizeKiB\":%d,\"maxMessagesPerHour\":%d}"
                                .formatted(plan.name(), plan.maxKiB(), plan.messagesPerHour()))
                .path("id")
                .textValue();
        this.intake = IntakeId.parse(
                api.created("/intakes", intakeBody(plan)).path("id").textValue());
        this.producer = user("producer", "intake");
        this.reader = user("reader", "dead-letter");
    }

    public static Tenant create(Rig rig, String name) throws Exception {
        return create(rig, name, 20_000, 1_024);
    }

    public static Tenant create(Rig rig, String name, int messagesPerHour, int maxKiB) throws Exception {
        return create(rig, new Plan(name, rig.endpoints().backing().catalog().uri(), messagesPerHour, maxKiB));
    }

    public static Tenant create(Rig rig, Plan plan) throws Exception {
        Tenant tenant = new Tenant(rig, new Api(rig, UUID.randomUUID().toString()), plan);
        Eventually.within(Duration.ofSeconds(60))
                .untilEqual(
                        "the intake's state",
                        "active",
                        () -> tenant.api
                                .got(ServiceName.REGISTRY, "/intakes/" + tenant.intake)
                                .path("state")
                                .textValue());
        return tenant;
    }

    public Api api() {
        return api;
    }

    public IntakeId intake() {
        return intake;
    }

    public String producerName() {
        return producer.userName();
    }

    public String readerName() {
        return reader.userName();
    }

    public UserId producer() {
        return producer;
    }

    /** The name of the table, in {@link #NAMESPACE}. */
    public String table() {
        return table;
    }

    public String runner() {
        return runner;
    }

    /** What a Java client needs to log in. */
    public Map<String, Object> javaClient(String user, String password) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", rig.endpoints().kafka());
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "SCRAM-SHA-512");
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", rig.endpoints().authority().toString());
        properties.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password));
        return properties;
    }

    public Map<String, Object> producerClient() {
        return javaClient(producerName(), PASSWORD);
    }

    public JsonNode ledger() throws IOException, InterruptedException {
        return api.got(ServiceName.REGISTRY, "/intakes/" + intake + "/ledger");
    }

    /** Waits until so many messages are in, all of them are rows or dead letters, and none is unaccounted. */
    public JsonNode awaitSettled(long accepted, Duration limit) {
        return Eventually.within(limit)
                .untilValue(
                        accepted + " messages accepted and no backlog",
                        () -> Optional.of(ledger())
                                .filter(ledger -> ledger.path("accepted").longValue() >= accepted
                                        && ledger.path("backlog").longValue() == 0
                                        && ledger.path("unaccounted").longValue() == 0));
    }

    /** Every row of the table, read by DuckDB. */
    public List<JsonNode> rows() throws Exception {
        Backing backing = rig.endpoints().backing();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : ForeignClients.readTable(backing, NAMESPACE, table)) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    /** Every dead letter, read by a consumer group as the dead letter user. */
    public List<ConsumerRecord<String, byte[]>> deadLetters(long expected) {
        Map<String, Object> properties = javaClient(readerName(), PASSWORD);
        properties.put("group.id", "reader-" + UUID.randomUUID());
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(intake.deadLetterTopic()));
            Eventually.within(Duration.ofSeconds(60)).untilHolds(expected + " dead letters", () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return letters.size() >= expected;
            });
            consumer.poll(Duration.ofSeconds(1)).forEach(letters::add);
        }
        return letters;
    }

    private UserId user(String name, String type) throws IOException, InterruptedException {
        return UserId.parse(api.created(
                        "/intakes/" + intake + "/users",
                        "{\"displayName\":\"%s\",\"password\":\"%s\",\"type\":\"%s\"}".formatted(name, PASSWORD, type))
                .path("id")
                .textValue());
    }

    private String intakeBody(Plan plan) {
        Endpoints endpoints = rig.endpoints();
        return JSON.createObjectNode()
                .put("displayName", plan.name())
                .put("intakeRunnerId", runner)
                .put("flushIntervalSeconds", 2)
                .set(
                        "catalog",
                        JSON.createObjectNode()
                                .put("uri", plan.catalogUri())
                                .put("warehouse", endpoints.backing().catalog().warehouse())
                                .put("namespace", NAMESPACE)
                                .put("tableName", table))
                .toString();
    }
}
