package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.domain.KafkaApi;
import io.openintake.gateway.it.Login;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import io.openintake.testkit.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes in from those who are no Kafka clients, or no friendly ones. */
class HostileIT {
    private static final int MAX_KEY = 127;
    private static final int MAX_VERSION = 15;
    private static RunningGateway gateway;
    private static RunningGateway plaintext;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.withTls();
        plaintext = RunningGateway.withPlaintext();
    }

    @AfterAll
    static void stop() {
        plaintext.close();
        gateway.close();
    }

    @Test
    void nothingButVersionsAndHandshakeIsAnsweredBeforeTheLogin() throws IOException {
        for (short key = 0; key <= MAX_KEY; key++) {
            for (short version = 0; version <= MAX_VERSION; version++) {
                boolean mayAnswer = key == KafkaApi.API_VERSIONS.key() || key == KafkaApi.SASL_HANDSHAKE.key();
                if (!mayAnswer) {
                    try (Login login = Login.plaintext(plaintext)) {
                        login.send(request(key, version));
                        assertEquals(Optional.empty(), login.receive(), "key " + key + " version " + version);
                    }
                }
            }
        }
    }

    @Test
    void keysAndVersionsOutsideTheTableEndALoggedInSession() throws IOException {
        Tenant tenant = gateway.tenant(1);
        for (short key = 0; key <= MAX_KEY; key++) {
            short beyond = KafkaApi.ofKey(key)
                    .map(api -> (short) (api.versions().max() + 1))
                    .orElse((short) 0);
            if (key != KafkaApi.API_VERSIONS.key()) {
                try (Login login = Login.tls(gateway)) {
                    assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
                    login.send(request(key, beyond));
                    assertEquals(Optional.empty(), login.receive(), "key " + key);
                }
            }
        }
    }

    @Test
    void aNewerApiVersionsIsToldTheRangeInTheOldestForm() throws IOException {
        try (Login login = Login.plaintext(plaintext)) {
            login.send(request(KafkaApi.API_VERSIONS.key(), (short) 5));
            ByteBuffer answer = ByteBuffer.wrap(login.receive().orElseThrow());
            assertEquals(7, answer.getInt());
            assertEquals(35, answer.getShort());
            ApiVersionsResponseData versions = login.call(
                    new ApiVersionsRequestData().setClientSoftwareName("x").setClientSoftwareVersion("1"),
                    (short) 4,
                    new ApiVersionsResponseData());
            assertEquals(KafkaApi.values().length, versions.apiKeys().size());
            assertEquals(0, versions.apiKeys().find((short) 0).minVersion());
            assertEquals(9, versions.apiKeys().find((short) 0).maxVersion());
        }
    }

    @Test
    void anOldProduceIsAnsweredInItsOwnVersion() throws IOException {
        Tenant tenant = gateway.tenant(1);
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
            byte[] topic = "t".getBytes(StandardCharsets.US_ASCII);
            ByteBuffer old = ByteBuffer.allocate(100)
                    .putShort((short) 0)
                    .putShort((short) 2)
                    .putInt(7);
            old.putShort((short) -1).putShort((short) 1).putInt(1_000);
            old.putInt(1)
                    .putShort((short) topic.length)
                    .put(topic)
                    .putInt(1)
                    .putInt(3)
                    .putInt(2)
                    .put(new byte[2]);
            login.send(sent(old));
            ByteBuffer answer = ByteBuffer.wrap(login.receive().orElseThrow());
            assertEquals(7, answer.getInt());
            assertEquals(1, answer.getInt());
            assertEquals(1, answer.getShort());
            assertEquals(topic[0], answer.get());
            assertEquals(1, answer.getInt());
            assertEquals(3, answer.getInt());
            assertEquals(35, answer.getShort());
        }
    }

    @Test
    void topicsByIdAndTopicsOfOthersAreNotFound() throws IOException {
        Tenant tenant = gateway.tenant(1);
        Tenant other = gateway.tenant(1);
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
            var byId = new MetadataRequestTopic().setName(null).setTopicId(org.apache.kafka.common.Uuid.randomUuid());
            assertEquals(100, errorOf(login, byId));
            assertEquals(
                    29,
                    errorOf(
                            login,
                            new MetadataRequestTopic().setName(other.intake().topic())));
            assertEquals(29, errorOf(login, new MetadataRequestTopic().setName("no-such-topic")));
            assertEquals(
                    29,
                    errorOf(
                            login,
                            new MetadataRequestTopic().setName(tenant.intake().deadLetterTopic())));
        }
    }

    @Test
    void otherProtocolsAndImpossibleLengthsEndTheConnection() throws IOException {
        byte[] http = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (byte[] bytes : new byte[][] {http, {0x16, 3, 1, 0, 5, 0}, {-1, -1, -1, -1}, {0, 0, 0, 1}, {0, 2, 0, 0}}) {
            try (Login login = Login.plaintext(plaintext)) {
                login.raw(bytes);
                assertEquals(Optional.empty(), login.receive());
            }
        }
        try (Login login = Login.plaintext(gateway)) {
            login.raw(http);
            login.raw(http);
            byte[] alert = new byte[1];
            assertTrue(login.readSome(alert) <= 1, "an alert at most");
        }
    }

    @Test
    void framesBeyondTheirLimitEndALoggedInSession() throws IOException {
        Tenant tenant = gateway.tenant(1);
        int[] lengths = {RunningGateway.MAX_REQUEST_BYTES + 1, 2 * 1_024 * 1_024};
        for (int index = 0; index < lengths.length; index++) {
            try (Login login = Login.tls(gateway)) {
                assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
                short key = index == 0 ? KafkaApi.PRODUCE.key() : KafkaApi.METADATA.key();
                login.raw(ByteBuffer.allocate(6)
                        .putInt(lengths[index])
                        .putShort(key)
                        .array());
                assertEquals(Optional.empty(), login.receive());
            }
        }
    }

    @Test
    void garbageLeavesTheGatewayServingAndItsMemoryFree() throws IOException {
        Tenant tenant = gateway.tenant(1);
        Random random = new Random(42);
        KafkaApi[] apis = KafkaApi.values();
        for (int round = 0; round < 150; round++) {
            KafkaApi api = apis[random.nextInt(apis.length)];
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            short version = (short) random.nextInt(api.versions().max() + 1);
            ByteBuffer frame = ByteBuffer.allocate(12 + body.length)
                    .putShort(api.key())
                    .putShort(version)
                    .putInt(7)
                    .putShort((short) -1)
                    .put(body);
            try (Login login = Login.tls(gateway)) {
                assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
                login.send(sent(frame));
                if (random.nextBoolean()) {
                    login.raw(new byte[] {0, 0, 1, 0, 0});
                }
            }
        }
        Eventually.equal(
                "no connection is left",
                0.0,
                () -> gateway.meters().get("intake.gateway.connections").gauge().value());
        Eventually.equal(
                "no memory is held",
                0.0,
                () -> gateway.meters().get("intake.gateway.held.bytes").gauge().value());
        assertTrue(Login.works(gateway, tenant));
    }

    private static int errorOf(Login login, MetadataRequestTopic topic) throws IOException {
        MetadataRequestData request = new MetadataRequestData().setTopics(java.util.List.of(topic));
        MetadataResponseData answer = login.call(request, (short) 12, new MetadataResponseData());
        return answer.topics().iterator().next().errorCode();
    }

    /** A request without a body. */
    private static byte[] request(short key, short version) {
        return sent(ByteBuffer.allocate(20)
                .putShort(key)
                .putShort(version)
                .putInt(7)
                .putShort((short) -1));
    }

    private static byte[] sent(ByteBuffer filled) {
        byte[] bytes = new byte[filled.position()];
        filled.flip().get(bytes);
        return bytes;
    }
}
