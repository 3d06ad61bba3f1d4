package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.app.Limits.Deadlines;
import io.openintake.gateway.it.Login;
import io.openintake.gateway.it.Plan;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import io.openintake.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that dawdle, vanish, flood or do not read: they lose their connection, and nobody else notices. */
class PatienceIT {
    private static final int LOGINS_PER_ADDRESS = 20;
    private static final int PIPELINED = 10_000;
    private static final long MOST_HELD_BYTES = 16L * 1_024 * 1_024;
    private static final Deadlines SHORT =
            new Deadlines(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(2));

    /** A record of TLS that says why the connection ends: its type, and its length as long as nothing is encrypted. */
    private static final byte ALERT = 0x15;

    private static final int ALERT_BYTES = 7;
    private static RunningGateway gateway;
    private static RunningGateway open;
    private static Tenant tenant;

    @BeforeAll
    static void start() {
        gateway =
                new Plan().deadlines(SHORT).loginsPerAddress(LOGINS_PER_ADDRESS).start();
        open = new Plan()
                .plaintext()
                .deadlines(SHORT)
                .loginsPerAddress(LOGINS_PER_ADDRESS)
                .start();
        tenant = gateway.tenant(1);
    }

    @AfterAll
    static void stop() {
        open.close();
        gateway.close();
    }

    @Test
    void socketsThatSayNothingAreFewPerAddressAndEnd() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int index = 0; index < 5 * LOGINS_PER_ADDRESS; index++) {
                Socket socket = from("127.0.0.2", open);
                socket.getOutputStream().write(0);
                silent.add(socket);
            }
            Eventually.holds(
                    "all but the permitted are refused",
                    () -> closed(open, "too-many-connections") >= 4 * LOGINS_PER_ADDRESS);
            assertTrue(open.gauge("intake.gateway.connections") <= LOGINS_PER_ADDRESS);
            try (Login neighbour = Login.over(from("127.0.0.3", open))) {
                assertTrue(neighbour.offers("SCRAM-SHA-512"), "another address is served");
            }
            Eventually.equal("none is left", 0.0, () -> open.gauge("intake.gateway.connections"));
            assertTrue(closed(open, "login-too-slow") > 0);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aTlsHandshakeThatIsNotFinishedEnds() throws IOException {
        try (Socket half = from("127.0.0.4", gateway)) {
            half.getOutputStream().write(new byte[] {0x16, 3, 1, 1, 0});
            half.setSoTimeout(15_000);
            byte[] answer = half.getInputStream().readAllBytes();
            for (int alert = 0; alert < answer.length; alert += ALERT_BYTES) {
                assertEquals(ALERT, answer[alert], "alerts of TLS at most");
            }
        }
    }

    @Test
    void aLoginThatBreaksOffAtAnyByteLeavesNothing() throws IOException {
        ByteArrayOutputStream conversation = new ByteArrayOutputStream();
        conversation.write(framed(new ApiVersionsRequestData(), 0));
        conversation.write(framed(new SaslHandshakeRequestData().setMechanism("SCRAM-SHA-256"), 1));
        byte[] bytes = conversation.toByteArray();
        for (int length = 0; length <= bytes.length; length++) {
            try (Socket socket = from("127.0.0.5", open)) {
                socket.getOutputStream().write(bytes, 0, length);
                socket.shutdownOutput();
                socket.setSoTimeout(15_000);
                byte[] answers = socket.getInputStream().readAllBytes();
                assertTrue(answers.length < 500, "cut after " + length);
            }
        }
        Eventually.equal("no connection is left", 0.0, () -> open.gauge("intake.gateway.connections"));
        Eventually.equal("no memory is held", 0.0, () -> open.gauge("intake.gateway.held.bytes"));
    }

    @Test
    void tenThousandQuestionsWithoutReadingAnAnswerTakeLittleMemoryAndEnd() throws Exception {
        long[] most = {0};
        try (Login flood = Login.tls(gateway)) {
            assertTrue(flood.plain(tenant.reader().userName(), Tenant.PASSWORD));
            byte[] framed = framed(new MetadataRequestData().setTopics(null), 1);
            byte[] question = Arrays.copyOfRange(framed, Integer.BYTES, framed.length);
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int index = 0; index < PIPELINED; index++) {
                        flood.send(question);
                    }
                } catch (IOException ended) {
                    // The gateway was tired of it.
                }
            });
            Eventually.holds("the reader was too slow, or all is answered", () -> {
                most[0] = Math.max(most[0], (long) gateway.gauge("intake.gateway.held.bytes"));
                return closed(gateway, "slow-reader") > 0 || !sender.isAlive();
            });
            assertTrue(Login.works(gateway, tenant), "others are served");
        }
        assertTrue(most[0] < MOST_HELD_BYTES, "held " + most[0]);
    }

    @Test
    void aReaderThatStopsLosesItsConnection() throws Exception {
        double before = closed(open, "slow-reader") + closed(gateway, "slow-reader");
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(gateway.address());
            try (Login login = Login.tls(gateway, socket, "")) {
                assertTrue(login.plain(tenant.reader().userName(), Tenant.PASSWORD));
                // Answers echo the names, so that little is asked for much.
                MetadataRequestData request = new MetadataRequestData().setTopics(new ArrayList<>());
                for (int index = 0; index < 500; index++) {
                    request.topics()
                            .add(new MetadataRequestData.MetadataRequestTopic().setName("x".repeat(1_000) + index));
                }
                Thread sender = Thread.ofVirtual().start(() -> {
                    try {
                        while (true) {
                            login.send(request, (short) 1);
                        }
                    } catch (IOException ended) {
                        // As it should.
                    }
                });
                Eventually.holds("it is too slow", () -> closed(gateway, "slow-reader") > before);
                assertTrue(sender.join(Duration.ofSeconds(10)));
            }
        }
        Eventually.equal("no memory is held", 0.0, () -> gateway.gauge("intake.gateway.held.bytes"));
    }

    @Test
    void aConnectionOfNoUseEnds() throws IOException {
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.reader().userName(), Tenant.PASSWORD));
            long begun = System.nanoTime();
            assertEquals(Optional.empty(), login.receive());
            assertTrue(System.nanoTime() - begun >= TimeUnit.SECONDS.toNanos(2));
            assertTrue(closed(gateway, "idle") > 0);
        }
    }

    @Test
    void aFloodOfWrongPasswordsDoesNotKeepOthersOut() throws Exception {
        List<Thread> attackers = new ArrayList<>();
        boolean[] over = {false};
        for (int index = 0; index < LOGINS_PER_ADDRESS; index++) {
            attackers.add(Thread.ofVirtual().start(() -> {
                while (!over[0]) {
                    try (Login login = Login.tls(gateway, from("127.0.0.6", gateway), "")) {
                        login.plain(tenant.writer().userName(), "wrong-password");
                    } catch (IOException refused) {
                        // And again.
                    }
                }
            }));
        }
        double before = gateway.count("intake.gateway.auth.failures");
        Eventually.holds("the flood runs", () -> gateway.count("intake.gateway.auth.failures") > before + 10);
        Tenant newcomer = Tenant.make();
        gateway.define(newcomer);
        Eventually.within(Duration.ofSeconds(10)).untilHolds("a newcomer gets in", () -> {
            try (Login login = Login.tls(gateway)) {
                return login.plain(newcomer.writer().userName(), Tenant.PASSWORD);
            }
        });
        over[0] = true;
        for (Thread attacker : attackers) {
            assertTrue(attacker.join(Duration.ofSeconds(20)));
        }
    }

    private static double closed(RunningGateway where, String reason) {
        var counter = where.meters()
                .find("intake.gateway.closed.connections")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /** A connection from an address of its own, so that limits per address do not mix. */
    private static Socket from(String address, RunningGateway to) throws IOException {
        Socket socket = new Socket();
        socket.bind(new java.net.InetSocketAddress(InetAddress.getByName(address), 0));
        socket.connect(to.address());
        return socket;
    }

    private static byte[] framed(org.apache.kafka.common.protocol.ApiMessage request, int version) {
        RequestHeader header = new RequestHeader(
                org.apache.kafka.common.protocol.ApiKeys.forId(request.apiKey()), (short) version, "test", 7);
        ByteBuffer body = RequestUtils.serialize(header.data(), header.headerVersion(), request, (short) version);
        byte[] frame = new byte[Integer.BYTES + body.remaining()];
        ByteBuffer.wrap(frame).putInt(body.remaining()).put(body);
        return frame;
    }
}
