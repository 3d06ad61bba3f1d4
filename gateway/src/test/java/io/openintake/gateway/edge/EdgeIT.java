package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.bus.TopicMirror;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.Event;
import io.openintake.gateway.it.Login;
import io.openintake.gateway.it.Plan;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import io.openintake.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where connections come from and by which name: balancers, runner host names, both internet protocols. */
class EdgeIT {
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final byte PROXY = 0x21;
    private static final byte LOCAL = 0x20;
    private static RunningGateway usual;
    private static RunningGateway balanced;
    private static Tenant tenant;

    @BeforeAll
    static void start() {
        usual = new Plan().alsoListen("::1").start();
        balanced = new Plan().proxies("127.0.0.0/8").loginsPerAddress(2).start();
        tenant = usual.tenant(1);
        Eventually.holds("the other gateway knows the tenant", () -> {
            try (Login login = throughBalancer(PROXY, "198.51.100.1")) {
                return login.plain(tenant.writer().userName(), Tenant.PASSWORD);
            }
        });
    }

    @AfterAll
    static void stop() {
        balanced.close();
        usual.close();
    }

    @Test
    void aBalancersWordOnTheAddressIsAudited() throws Exception {
        List<Event> audited = new CopyOnWriteArrayList<>();
        try (TopicMirror audit = usual.follow(InternalTopic.AUDIT, ServiceName.REGISTRY, audited);
                Login login = throughBalancer(PROXY, "203.0.113.7")) {
            assertFalse(login.plain(tenant.writer().userName(), "wrong"));
            Eventually.holds(
                    "the refusal is audited with the client's address",
                    () -> audited.stream()
                            .anyMatch(event -> event instanceof AuditRecorded one
                                    && one.remoteAddress().equals("203.0.113.7")
                                    && one.outcome().equals("wrong-password")));
        }
    }

    @Test
    void limitsCountTheClientsAddressAndNotTheBalancers() throws IOException {
        try (Login first = throughBalancer(PROXY, "203.0.113.8");
                Login second = throughBalancer(PROXY, "203.0.113.8")) {
            assertTrue(first.offers("SCRAM-SHA-512"));
            assertTrue(second.offers("SCRAM-SHA-512"));
            try (Socket third = connect(balanced)) {
                third.getOutputStream().write(header(PROXY, "203.0.113.8"));
                assertTrue(isEnded(third), "the third of one address");
            }
            try (Login neighbour = throughBalancer(PROXY, "203.0.113.9")) {
                assertTrue(neighbour.offers("SCRAM-SHA-512"));
            }
        }
    }

    @Test
    void aBalancersOwnConnectionsNeedNoClient() throws IOException {
        try (Login check = throughBalancer(LOCAL, "0.0.0.0")) {
            assertTrue(check.offers("SCRAM-SHA-512"));
        }
    }

    @Test
    void aConnectionWithoutAHeaderOrWithAnOldOneEnds() throws IOException {
        byte[] hello = new byte[64];
        hello[0] = 0x16;
        hello[1] = 3;
        byte[] old = "PROXY TCP4 203.0.113.7 127.0.0.1 5000 9094\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] broken = header(PROXY, "203.0.113.7");
        broken[13] = (byte) 0xff;
        for (byte[] bytes : List.of(hello, old, broken)) {
            try (Socket socket = connect(balanced)) {
                socket.getOutputStream().write(bytes);
                assertTrue(isEnded(socket));
            }
        }
    }

    @Test
    void aHeaderFromElsewhereIsNotBelieved() throws IOException {
        try (RunningGateway strict = new Plan().proxies("198.51.100.0/24").start();
                Socket socket = connect(strict)) {
            assertTrue(isEnded(socket));
        }
    }

    @Test
    void aHeaderThatNobodyAskedForEndsTheConnection() throws IOException {
        try (RunningGateway open = RunningGateway.withPlaintext()) {
            for (RunningGateway gateway : List.of(usual, open)) {
                try (Login login = Login.plaintext(gateway)) {
                    login.raw(header(PROXY, "203.0.113.7"));
                    byte[] alert = new byte[64];
                    assertTrue(login.readSome(alert) < 8, "an alert of TLS at most");
                    assertEquals(-1, login.readSome(alert));
                }
            }
        }
    }

    @Test
    void aUserComesByTheHostOfItsOwnRunnerOnlyWhenThatIsAskedFor() throws Exception {
        try (RunningGateway named = new Plan().runnerHostOnly().start()) {
            usual.publish(tenant.runnerDefined("Own.intake.test:9094", 2));
            Eventually.holds("the own host", () -> isLetIn(named, "own.intake.test"));
            assertFalse(isLetIn(named, "others.intake.test"));
            assertFalse(isLetIn(named, ""));
        }
        assertTrue(isLetIn(usual, "others.intake.test"), "without the setting any name will do");
    }

    @Test
    void listensOnBothProtocols() throws Exception {
        InetSocketAddress six = usual.addresses().get(1);
        assertEquals(16, six.getAddress().getAddress().length);
        try (Login login = Login.tls(usual, new Socket(six.getAddress(), six.getPort()), "")) {
            assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
        }
    }

    private static boolean isLetIn(RunningGateway gateway, String host) throws IOException {
        try (Login login = Login.tls(gateway, connect(gateway), host)) {
            return login.plain(tenant.writer().userName(), Tenant.PASSWORD);
        }
    }

    private static Login throughBalancer(byte command, String address) throws IOException {
        Socket socket = connect(balanced);
        socket.getOutputStream().write(header(command, address));
        return Login.tls(balanced, socket, "");
    }

    private static Socket connect(RunningGateway gateway) throws IOException {
        return new Socket(gateway.address().getAddress(), gateway.address().getPort());
    }

    /** PROXY protocol version 2, TCP over IPv4. */
    private static byte[] header(byte command, String address) {
        ByteBuffer header = ByteBuffer.allocate(28).put(SIGNATURE).put(command).put((byte) 0x11);
        header.putShort((short) 12);
        for (String part : address.split("\\.", -1)) {
            header.put((byte) Integer.parseInt(part));
        }
        return header.put(new byte[] {127, 0, 0, 1})
                .putShort((short) 5_000)
                .putShort((short) 9_094)
                .array();
    }

    private static boolean isEnded(Socket socket) throws IOException {
        socket.setSoTimeout(15_000);
        Optional<byte[]> nothing = Login.over(socket).receive();
        return nothing.isEmpty();
    }
}
