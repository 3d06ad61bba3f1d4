package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.UserType;
import io.openintake.gateway.desk.Damage;
import io.openintake.gateway.desk.Forms;
import io.openintake.gateway.desk.RandomValues;
import io.openintake.gateway.it.Clients;
import io.openintake.gateway.it.Login;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import io.openintake.testkit.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Seeded garbage over real sockets, with Netty's leak detection at its strictest, while a stock producer works beside
 * it. More of it: {@code -Dopenintake.fuzz.seconds=600}; another course: {@code -Dopenintake.fuzz.seed=}.
 */
class WireFuzzIT {
    private static final int SECONDS = Integer.getInteger("openintake.fuzz.seconds", 6);
    private static final long SEED = Long.getLong("openintake.fuzz.seed", 20_261_121L);
    private static final long MOST_HELD_BYTES = 80L * 1_024 * 1_024;
    private static final List<ApiMessageType> APIS = Forms.all();

    private static RunningGateway gateway;
    private static RunningGateway open;
    private static Tenant tenant;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Damage damage = new Damage(random);
    private final RandomValues values = new RandomValues(
            random, List.of(tenant.intake().topic(), tenant.intake().deadLetterTopic(), "group", "other", ""));
    private final Forms forms = new Forms(values);

    @BeforeAll
    static void start() {
        gateway = RunningGateway.withTls();
        open = RunningGateway.withPlaintext();
        tenant = gateway.tenant(1);
    }

    @AfterAll
    static void stop() {
        open.close();
        gateway.close();
    }

    @Test
    void garbageLeaksNothingHoldsNothingAndDisturbsNobody() throws Exception {
        Tenant neighbour = gateway.tenant(1);
        try (Leaks leaks = new Leaks();
                KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, neighbour, Map.of("retries", 0))) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            int connections = 0;
            for (; System.nanoTime() < end; connections++) {
                attack(connections);
                if (connections % 20 == 0) {
                    producer.send(new ProducerRecord<>(neighbour.intake().topic(), new byte[] {'{', '}'}))
                            .get(10, TimeUnit.SECONDS);
                    assertTrue(gateway.gauge("intake.gateway.held.bytes") < MOST_HELD_BYTES);
                }
            }
            producer.close();
            for (RunningGateway attacked : List.of(gateway, open)) {
                Eventually.equal("no connection is left", 0.0, () -> attacked.gauge("intake.gateway.connections"));
                Eventually.equal("no memory is held", 0.0, () -> attacked.gauge("intake.gateway.held.bytes"));
            }
            assertEquals(0, leaks.found(), "leaks, seed " + SEED);
            assertTrue(Login.works(gateway, tenant));
            assertTrue(connections > 50, "only " + connections + " connections");
            System.out.println("fuzzed over sockets: " + connections + " connections");
        }
    }

    private void attack(int round) throws IOException {
        try {
            switch (round % 4) {
                case 0 -> loggedIn();
                case 1 -> strangersFrames();
                case 2 -> strangersTokens();
                default -> strangersBytes();
            }
        } catch (java.net.SocketException | java.net.SocketTimeoutException ended) {
            // The gateway has ended the connection while more was sent, as it may.
        }
    }

    private void loggedIn() throws IOException {
        UserType type = random.nextBoolean() ? UserType.INTAKE : UserType.DEAD_LETTER;
        String user = type == UserType.INTAKE
                ? tenant.writer().userName()
                : tenant.reader().userName();
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(user, Tenant.PASSWORD));
            for (int index = random.nextInt(1, 6); index > 0; index--) {
                login.send(frame());
            }
            lieAboutALength(login);
        }
    }

    private void strangersFrames() throws IOException {
        try (Login login = Login.plaintext(open)) {
            for (int index = random.nextInt(1, 4); index > 0; index--) {
                login.send(frame());
            }
            lieAboutALength(login);
        }
    }

    /** A login with tokens that are nearly right, framed or bare. */
    private void strangersTokens() throws IOException {
        short handshake = (short) random.nextInt(2);
        String mechanism = List.of("SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN").get(random.nextInt(3));
        try (Login login = Login.tls(gateway)) {
            login.call(
                    new SaslHandshakeRequestData().setMechanism(mechanism), handshake, new SaslHandshakeResponseData());
            for (int index = 0; index < 2; index++) {
                byte[] token = token(mechanism, index);
                if (handshake == 0) {
                    login.send(token);
                } else {
                    login.send(new SaslAuthenticateRequestData().setAuthBytes(token), (short) 2);
                }
            }
        }
    }

    private byte[] token(String mechanism, int step) {
        String user = random.nextBoolean() ? tenant.writer().userName() : "nobody";
        String sound = mechanism.equals("PLAIN")
                ? "\0" + user + "\0" + "password"
                : step == 0
                        ? "n,,n=" + user + ",r=fyko+d2lbbFgONRv9qkxdawL"
                        : "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3r,p=v0X8";
        byte[] token = sound.getBytes(StandardCharsets.UTF_8);
        byte[] padded = new byte[8 + token.length];
        System.arraycopy(token, 0, padded, 8, token.length);
        byte[] damaged = damage.of(padded);
        return java.util.Arrays.copyOfRange(damaged, 8, damaged.length);
    }

    private void strangersBytes() throws IOException {
        try (Login login = Login.plaintext(random.nextBoolean() ? gateway : open)) {
            login.raw(values.bytes());
            login.raw(values.bytes());
        }
    }

    private void lieAboutALength(Login login) throws IOException {
        if (random.nextBoolean()) {
            int length = random.nextBoolean() ? random.nextInt() : random.nextInt(2_000_000);
            login.raw(ByteBuffer.allocate(12)
                    .putInt(length)
                    .putLong(random.nextLong())
                    .array());
        }
    }

    private byte[] frame() {
        ApiMessageType api = APIS.get(random.nextInt(APIS.size()));
        int lowest = api.lowestSupportedVersion();
        int version = lowest + random.nextInt(api.highestSupportedVersion(true) - lowest + 1);
        byte[] whole = forms.request(api.apiKey(), version, random.nextInt());
        return random.nextInt(3) == 0 ? whole : damage.of(whole);
    }
}
