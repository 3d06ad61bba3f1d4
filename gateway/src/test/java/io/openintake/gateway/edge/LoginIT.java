package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.UserType;
import io.openintake.gateway.it.Clients;
import io.openintake.gateway.it.Login;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and for how long. */
class LoginIT {
    private static final Duration REVOCATION = Duration.ofSeconds(2);
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.withTls();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"})
    void eachMechanismLetsTheRightPasswordInAndShowsOneVirtualBroker(String mechanism) throws Exception {
        Tenant tenant = gateway.tenant(3);
        try (Admin admin = admin(tenant.writer().userName(), Tenant.PASSWORD, mechanism)) {
            var nodes = admin.describeCluster().nodes().get(20, TimeUnit.SECONDS);
            assertEquals(1, nodes.size());
            assertEquals(gateway.address().getPort(), nodes.iterator().next().port());
            assertEquals(
                    List.of(tenant.intake().topic()),
                    List.copyOf(admin.listTopics().names().get(20, TimeUnit.SECONDS)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"})
    void aWrongPasswordAndAnUnknownUserAreToldTheSame(String mechanism) {
        Tenant tenant = gateway.tenant(1);
        String stranger = Tenant.make().writer().userName();
        String wrong = refusal(tenant.writer().userName(), "wrong", mechanism);
        assertEquals("Authentication failed", wrong);
        assertEquals(wrong, refusal(stranger, Tenant.PASSWORD, mechanism));
        assertEquals(wrong, refusal("admin", Tenant.PASSWORD, mechanism));
    }

    @Test
    void anUnknownMechanismIsRefusedWithTheListOfThoseThatAreServed() throws Exception {
        try (Login login = Login.tls(gateway)) {
            SaslHandshakeResponseData answer = login.call(
                    new SaslHandshakeRequestData().setMechanism("OAUTHBEARER"),
                    (short) 1,
                    new SaslHandshakeResponseData());
            assertEquals(33, answer.errorCode());
            assertEquals(List.of("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"), answer.mechanisms());
            assertEquals(Optional.empty(), login.receive());
        }
    }

    @Test
    void bareTokensOfTheOldHandshakeAreAccepted() throws Exception {
        Tenant tenant = gateway.tenant(1);
        try (Login login = Login.tls(gateway)) {
            login.call(
                    new SaslHandshakeRequestData().setMechanism("PLAIN"), (short) 0, new SaslHandshakeResponseData());
            String token = "\0" + tenant.writer().userName() + "\0" + Tenant.PASSWORD;
            login.send(token.getBytes(StandardCharsets.UTF_8));
            assertEquals(0, login.receive().orElseThrow().length);
            MetadataResponseData metadata =
                    login.call(new MetadataRequestData().setTopics(null), (short) 1, new MetadataResponseData());
            assertEquals(1, metadata.brokers().size());
        }
    }

    @Test
    void aBareTokenWithAWrongPasswordEndsTheConnection() throws Exception {
        Tenant tenant = gateway.tenant(1);
        try (Login login = Login.tls(gateway)) {
            login.call(
                    new SaslHandshakeRequestData().setMechanism("PLAIN"), (short) 0, new SaslHandshakeResponseData());
            login.send(("\0" + tenant.writer().userName() + "\0wrong").getBytes(StandardCharsets.UTF_8));
            assertEquals(Optional.empty(), login.receive());
        }
    }

    @Test
    void aFailedLoginCannotBeTriedAgainOnTheSameConnection() throws Exception {
        Tenant tenant = gateway.tenant(1);
        try (Login login = Login.tls(gateway)) {
            assertFalse(login.plain(tenant.writer().userName(), "wrong"));
            byte[] right =
                    ("\0" + tenant.writer().userName() + "\0" + Tenant.PASSWORD).getBytes(StandardCharsets.UTF_8);
            login.send(new SaslAuthenticateRequestData().setAuthBytes(right), (short) 2);
            assertEquals(Optional.empty(), login.receive());
        }
    }

    @Test
    void passwordsInClearAreNotTakenOutsideTls() throws Exception {
        try (RunningGateway open = RunningGateway.withPlaintext();
                Login login = Login.plaintext(open)) {
            SaslHandshakeResponseData answer = login.call(
                    new SaslHandshakeRequestData().setMechanism("PLAIN"), (short) 1, new SaslHandshakeResponseData());
            assertEquals(33, answer.errorCode());
            assertEquals(List.of("SCRAM-SHA-512", "SCRAM-SHA-256"), answer.mechanisms());
        }
    }

    @Test
    void aDeletedUsersSessionEndsWithinASecondOrTwo() throws Exception {
        Tenant tenant = gateway.tenant(1);
        endsAfter(
                tenant,
                () -> gateway.removed(InternalTopic.USERS, tenant.writer().toString(), 2));
        assertEquals("Authentication failed", refusal(tenant.writer().userName(), Tenant.PASSWORD, "SCRAM-SHA-512"));
    }

    @Test
    void aNewPasswordEndsSessionsOfTheOldOne() throws Exception {
        Tenant tenant = gateway.tenant(1);
        endsAfter(tenant, () -> gateway.publish(tenant.userDefined(UserType.INTAKE, 2, "Another-Horse-8")));
        assertEquals("Authentication failed", refusal(tenant.writer().userName(), Tenant.PASSWORD, "PLAIN"));
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.writer().userName(), "Another-Horse-8"));
        }
    }

    @Test
    void anIntakeThatIsDeletedTakesNoClients() throws Exception {
        Tenant tenant = gateway.tenant(1);
        endsAfter(tenant, () -> gateway.publish(tenant.intakeDefined(2, Lifecycle.DELETING)));
        assertEquals("Authentication failed", refusal(tenant.reader().userName(), Tenant.PASSWORD, "SCRAM-SHA-256"));
    }

    private static void endsAfter(Tenant tenant, Runnable revocation) throws Exception {
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
            long begun = System.nanoTime();
            revocation.run();
            assertEquals(Optional.empty(), login.receive());
            assertTrue(System.nanoTime() - begun < REVOCATION.toNanos());
        }
    }

    private static String refusal(String user, String password, String mechanism) {
        try (Admin admin = admin(user, password, mechanism)) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> admin.describeCluster().nodes().get(20, TimeUnit.SECONDS));
            return assertInstanceOf(SaslAuthenticationException.class, failure.getCause())
                    .getMessage();
        }
    }

    private static Admin admin(String user, String password, String mechanism) {
        return Admin.create(Clients.login(gateway, user, password, mechanism));
    }
}
