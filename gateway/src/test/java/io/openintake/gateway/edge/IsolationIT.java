package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.UserType;
import io.openintake.gateway.desk.Forms;
import io.openintake.gateway.desk.PlainValues;
import io.openintake.gateway.domain.KafkaApi;
import io.openintake.gateway.it.Clients;
import io.openintake.gateway.it.Login;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import io.openintake.testkit.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one tenant can find out about others and about the cluster: nothing. */
class IsolationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<KafkaApi> NAMING_TOPICS = List.of(
            KafkaApi.PRODUCE,
            KafkaApi.FETCH,
            KafkaApi.LIST_OFFSETS,
            KafkaApi.METADATA,
            KafkaApi.OFFSET_COMMIT,
            KafkaApi.OFFSET_FETCH,
            KafkaApi.FIND_COORDINATOR);

    private static RunningGateway gateway;
    private static Tenant tenant;
    private static Tenant other;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withTls();
        tenant = gateway.tenant(1);
        other = gateway.tenant(1);
        writeInside(other.intake().topic());
        writeInside(other.intake().deadLetterTopic());
        commit(other, "same");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(UserType.class)
    void anothersTopicAnswersAsOneThatDoesNotExist(UserType type) throws IOException {
        int compared = 0;
        Asked asked = new Asked(type);
        for (String theirs : List.of(other.intake().topic(), other.intake().deadLetterTopic())) {
            String nobodys = theirs.substring(
                            0, theirs.length() - other.intake().toString().length())
                    + UUID.randomUUID();
            for (KafkaApi api : NAMING_TOPICS) {
                for (int version = api.versions().acceptedMin();
                        version <= api.versions().max();
                        version++) {
                    byte[] known = asked.answer(request(api, version, theirs, "mine"), theirs);
                    byte[] unknown = asked.answer(request(api, version, nobodys, "mine"), nobodys);
                    Assertions.assertArrayEquals(unknown, known, api + " version " + version);
                    compared++;
                }
            }
        }
        assertTrue(compared > 100, "only " + compared + " compared");
        asked.close();
    }

    @Test
    void anothersGroupAnswersAsOneThatDoesNotExist() throws IOException {
        String own = tenant.intake().deadLetterTopic();
        Asked asked = new Asked(UserType.DEAD_LETTER);
        for (KafkaApi api : List.of(
                KafkaApi.OFFSET_FETCH,
                KafkaApi.FIND_COORDINATOR,
                KafkaApi.HEARTBEAT,
                KafkaApi.SYNC_GROUP,
                KafkaApi.LEAVE_GROUP)) {
            for (int version = api.versions().acceptedMin();
                    version <= api.versions().max();
                    version++) {
                byte[] known = asked.answer(request(api, version, own, "same"), "same");
                byte[] unknown = asked.answer(request(api, version, own, "none"), "none");
                Assertions.assertArrayEquals(unknown, known, api + " version " + version);
            }
        }
        asked.close();
    }

    @Test
    void noByteOfAWholeSessionTellsOfTheClusterOrOfOthers() throws Exception {
        try (RunningGateway open = RunningGateway.withPlaintext();
                Tap tap = Tap.before(open.address())) {
            gateway.publish(tenant.runnerDefined("localhost:" + tap.port(), 2));
            converse("localhost:" + tap.port());
            byte[] told = tap.told();
            assertTrue(contains(told, tenant.intake().topic()), "the tap works");
            assertTrue(contains(told, number(tap.port())), "the tap sees addresses");
            for (String secret : secrets()) {
                assertFalse(contains(told, secret), secret);
            }
            int backingPort =
                    Integer.parseInt(gateway.kafka().substring(gateway.kafka().lastIndexOf(':') + 1));
            assertFalse(contains(told, number(backingPort)), "the broker's port");
        }
    }

    private static List<String> secrets() throws Exception {
        try (Admin inside = Admin.create(Map.of("bootstrap.servers", gateway.kafka()))) {
            return List.of(
                    inside.describeCluster().clusterId().get(20, TimeUnit.SECONDS),
                    "127.0.0.1",
                    other.intake().toString(),
                    other.runner().toString(),
                    "openintake.",
                    "u." + tenant.intake());
        }
    }

    /** Logs in, asks around, writes, reads in a group, and tries what is forbidden, as stock clients do it. */
    private static void converse(String bootstrap) throws Exception {
        writeInside(tenant.intake().deadLetterTopic());
        Map<String, Object> plaintext = Map.of("bootstrap.servers", bootstrap, "security.protocol", "SASL_PLAINTEXT");
        try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, plaintext)) {
            for (int index = 0; index < 20; index++) {
                producer.send(new ProducerRecord<>(tenant.intake().topic(), new byte[] {'{', '}'}))
                        .get(20, TimeUnit.SECONDS);
            }
            ExecutionException refused = Assertions.assertThrows(
                    ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>("no-such-topic", new byte[1]))
                            .get(20, TimeUnit.SECONDS));
            Assertions.assertInstanceOf(TopicAuthorizationException.class, refused.getCause());
        }
        Map<String, Object> grouped = new java.util.HashMap<>(plaintext);
        grouped.put("group.id", "mine");
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(gateway, tenant, grouped)) {
            consumer.subscribe(List.of(tenant.intake().deadLetterTopic()));
            Eventually.holds(
                    "the dead letter is read",
                    () -> consumer.poll(Duration.ofMillis(200)).count() > 0);
            consumer.commitSync();
        }
        Map<String, Object> admin =
                Clients.login(gateway, tenant.reader().userName(), Tenant.PASSWORD, "SCRAM-SHA-256");
        admin.putAll(plaintext);
        try (Admin outside = Admin.create(admin)) {
            assertEquals(
                    1,
                    outside.describeCluster().nodes().get(20, TimeUnit.SECONDS).size());
            assertEquals(
                    1, outside.listTopics().names().get(20, TimeUnit.SECONDS).size());
        }
    }

    private static byte[] request(KafkaApi api, int version, String topic, String group) {
        return new Forms(new PlainValues(topic, group)).request(api.key(), version, 7);
    }

    /** A client that goes on after it was thrown out. */
    private static final class Asked {
        private final UserType type;
        private Login login;

        private Asked(UserType type) throws IOException {
            this.type = type;
            this.login = begin();
        }

        /** What comes back, with the name that was asked for taken out; nothing for the end of the connection. */
        private byte[] answer(byte[] request, String name) throws IOException {
            login.send(request);
            Optional<byte[]> answer = login.receive();
            if (answer.isEmpty()) {
                login.close();
                login = begin();
                return new byte[0];
            }
            return latin(answer.get()).replace(name, "?".repeat(name.length())).getBytes(StandardCharsets.ISO_8859_1);
        }

        private Login begin() throws IOException {
            Login begun = Login.tls(gateway);
            String user = type == UserType.INTAKE
                    ? tenant.writer().userName()
                    : tenant.reader().userName();
            assertTrue(begun.plain(user, Tenant.PASSWORD));
            return begun;
        }

        private void close() throws IOException {
            login.close();
        }
    }

    private static void writeInside(String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> inside = new KafkaProducer<>(
                Map.of("bootstrap.servers", gateway.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            inside.send(new ProducerRecord<>(topic, new byte[] {'{', '}'})).get(20, TimeUnit.SECONDS);
        }
    }

    private static void commit(Tenant owner, String group) {
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(gateway, owner, Map.of("group.id", group))) {
            consumer.subscribe(List.of(owner.intake().deadLetterTopic()));
            Eventually.within(PATIENCE)
                    .untilHolds(
                            "a dead letter",
                            () -> consumer.poll(Duration.ofMillis(200)).count() > 0);
            consumer.commitSync();
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String number(int value) {
        return latin(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    private static boolean contains(byte[] bytes, String text) {
        return latin(bytes).contains(text);
    }
}
