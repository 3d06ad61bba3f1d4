package io.openintake.systemtests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.flush.DeadLetterHeaders;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input gets a clear error, and the service is unharmed: after each test a good message becomes a row. */
final class BadInputIT {
    private static final int LARGEST = 1_024 * 1_024;
    /** Lengths and deltas around key, value and headers do not count as message; the gateway allows this much. */
    private static final int FRAMING = 64;

    private static Tenant tenant;

    @BeforeAll
    static void haveATenant() throws Exception {
        tenant = Tenant.create(Rig.shared(), "bad-input");
    }

    @AfterEach
    void aGoodMessageIsStillTaken() throws Exception {
        send(tenant.producerClient(), tenant.intake().topic(), good());
    }

    @AfterAll
    static void andEveryMessageTakenIsAccountedFor() throws Exception {
        long accepted = tenant.ledger().path("accepted").longValue();
        JsonNode ledger = tenant.awaitSettled(accepted, Duration.ofSeconds(60));
        assertEquals(1, ledger.path("deadLettered").longValue(), ledger.toString());
        assertEquals(accepted - 1, ledger.path("delivered").longValue(), ledger.toString());
    }

    @Test
    void aWrongPasswordIsRefusedAsSuch() {
        Exception refused = assertThrows(
                ExecutionException.class,
                () -> send(
                        tenant.javaClient(tenant.producerName(), "Wrong-Password-1"),
                        tenant.intake().topic(),
                        good()));
        assertInstanceOf(SaslAuthenticationException.class, refused.getCause());
    }

    @Test
    void anotherTopicIsRefusedWhetherItExistsOrNot() {
        for (String topic : new String[] {
            "intake-00000000-0000-4000-8000-000000000000", tenant.intake().deadLetterTopic(), "openintake.users"
        }) {
            Exception refused =
                    assertThrows(ExecutionException.class, () -> send(tenant.producerClient(), topic, good()));
            assertInstanceOf(TopicAuthorizationException.class, refused.getCause(), topic);
        }
    }

    @Test
    void aRecordAboveTheRunnersLimitIsRefusedAndTheLargestOneOfGarbageIsADeadLetter() throws Exception {
        Map<String, Object> client = tenant.producerClient();
        client.put("max.request.size", 4 * LARGEST);
        Exception refused = assertThrows(
                ExecutionException.class, () -> send(client, tenant.intake().topic(), garbage(LARGEST + FRAMING)));
        assertInstanceOf(RecordTooLargeException.class, refused.getCause());

        byte[] largest = garbage(LARGEST);
        send(client, tenant.intake().topic(), largest);
        ConsumerRecord<String, byte[]> letter = tenant.deadLetters(1).getLast();
        assertArrayEquals(largest, letter.value());
        assertEquals(
                "not-utf8",
                new String(letter.headers().lastHeader(DeadLetterHeaders.REASON).value(), StandardCharsets.UTF_8));
    }

    @Test
    void garbageOnThePortClosesTheConnection() throws Exception {
        byte[][] garbage = {
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII), garbage(4_096)
        };
        for (byte[] bytes : garbage) {
            try (Socket plain = new Socket("localhost", port())) {
                assertClosedAfter(plain, bytes);
            }
            try (Socket tls = tls()) {
                assertClosedAfter(tls, bytes);
            }
        }
    }

    @Test
    void anUnknownApiKeyClosesTheConnection() throws Exception {
        ByteBuffer frame = ByteBuffer.allocate(14)
                .putInt(10)
                .putShort((short) 999)
                .putShort((short) 0)
                .putInt(1);
        try (Socket tls = tls()) {
            assertClosedAfter(tls, frame.putShort((short) -1).array());
        }
    }

    static Stream<Arguments> fieldsOutOfRange() {
        return Stream.of(runners(), intakes(), users()).flatMap(cases -> cases);
    }

    private static Stream<Arguments> runners() {
        String good = "{'displayName':'a','maxMessageSizeKiB':1,'maxMessagesPerHour':1}";
        return Stream.of(
                broken("/intake-runners", "displayName", good.replace("'a'", "'a_b'")),
                broken("/intake-runners", "displayName", good.replace("'a'", "''")),
                broken("/intake-runners", "maxMessageSizeKiB", good.replace("KiB':1", "KiB':0")),
                broken("/intake-runners", "maxMessageSizeKiB", good.replace("KiB':1", "KiB':1025")),
                broken("/intake-runners", "maxMessageSizeKiB", good.replace("KiB':1", "KiB':'x'")),
                broken("/intake-runners", "maxMessageSizeKiB", good.replace("'maxMessageSizeKiB':1,", "")),
                broken("/intake-runners", "maxMessagesPerHour", good.replace("Hour':1", "Hour':0")),
                broken(
                        "/intake-runners",
                        "maxMessagesPerHour",
                        good.replace("KiB':1", "KiB':1024").replace("Hour':1", "Hour':20481")));
    }

    private static Stream<Arguments> intakes() {
        String good = "{'displayName':'a','intakeRunnerId':'RUNNER',"
                + "'catalog':{'uri':'http://localhost','warehouse':'w'}}";
        return Stream.of(
                broken("/intakes", "intakeRunnerId", good.replace("RUNNER", "nope")),
                broken("/intakes", "uri", good.replace("http:", "ftp:")),
                broken("/intakes", "warehouse", good.replace(",'warehouse':'w'", "")),
                broken(
                        "/intakes",
                        "partitionBy",
                        good.replace("'w'", "'w','partitioning':'manual','partitionBy':['bucket(16']")));
    }

    private static Stream<Arguments> users() {
        String good = "{'displayName':'a','password':'Sufficient-1234'}";
        return Stream.of(
                broken("/intakes/INTAKE/users", "password", good.replace("Sufficient-1234", "short")),
                broken("/intakes/INTAKE/users", "password", good.replace("Sufficient", "alllowercase")),
                broken("/intakes/INTAKE/users", "type", good.replace("}", ",'type':'king'}")));
    }

    private static Arguments broken(String path, String field, String body) {
        return Arguments.of(path, field, body.replace('\'', '"'));
    }

    @ParameterizedTest
    @MethodSource("fieldsOutOfRange")
    void aFieldOutOfRangeIsNamed(String path, String field, String body) throws Exception {
        Api.Answer answer = tenant.api()
                .send(
                        ServiceName.REGISTRY,
                        "POST",
                        path.replace("INTAKE", tenant.intake().toString()),
                        body.replace("RUNNER", tenant.runner()));
        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.contentType().startsWith("application/problem+json"), answer.contentType());
        assertTrue(answer.text().contains(field), answer.text());
        assertTrue(answer.text().length() < 500, "too long: " + answer.text());
        assertTrue(answer.json().hasNonNull("code"), answer.text());
    }

    @Test
    void aBadTokenIsRefusedAndAnotherProjectIsUnknown() throws Exception {
        Api.Answer refused = tenant.api().sendAs("itk_wrong", ServiceName.REGISTRY, "GET", "/intakes", "");
        assertEquals(401, refused.status(), refused.text());
        JsonNode other = new Api(Rig.shared(), "00000000-0000-4000-8000-000000000000")
                .send(ServiceName.REGISTRY, "GET", "/intakes/" + tenant.intake(), "")
                .json();
        assertEquals(404, other.path("status").intValue(), other.toString());
    }

    private static void assertClosedAfter(Socket socket, byte[] bytes) throws Exception {
        socket.setSoTimeout(20_000);
        InputStream answers = socket.getInputStream();
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            byte[] answer = answers.readAllBytes();
            assertTrue(answer.length < 100, "answered with " + answer.length + " bytes");
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("still open after 20 s", open);
        } catch (java.io.IOException closed) {
            assertTrue(socket.isConnected());
        }
    }

    private static Socket tls() throws Exception {
        java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem =
                java.nio.file.Files.newInputStream(Rig.shared().endpoints().authority())) {
            trusted.setCertificateEntry(
                    "ca",
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context.getSocketFactory().createSocket("localhost", port());
    }

    private static int port() throws Exception {
        String[] address = Rig.shared().endpoints().kafka().split(":", -1);
        return Integer.parseInt(address[1]);
    }

    private static void send(Map<String, Object> client, String topic, byte[] value) throws Exception {
        client.put("max.block.ms", 20_000);
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static byte[] good() {
        return "{\"id\":\"good\"}".getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that no compression shortens and that are no UTF-8. */
    private static byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        RandomGeneratorFactory.of("L64X128MixRandom").create(7).nextBytes(bytes);
        bytes[0] = (byte) 0xff;
        return bytes;
    }
}
