package io.openintake.gateway.desk;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openintake.contracts.UserType;
import io.openintake.gateway.GatewayMetrics;
import io.openintake.gateway.app.AuditTrail;
import io.openintake.gateway.app.Directory;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.flow.ByteGate;
import io.openintake.gateway.app.flow.FairWorkers;
import io.openintake.gateway.app.flow.Parking;
import io.openintake.gateway.app.flow.Traffic;
import io.openintake.gateway.app.flow.Workers;
import io.openintake.gateway.app.login.Authenticator;
import io.openintake.gateway.app.login.Authenticator.HostRule;
import io.openintake.gateway.app.login.Authenticator.Secrets;
import io.openintake.gateway.app.login.PasswordCheck;
import io.openintake.gateway.app.session.ClientSession;
import io.openintake.gateway.app.session.Handlers;
import io.openintake.gateway.app.session.SessionContext;
import io.openintake.gateway.app.session.Sessions;
import io.openintake.gateway.desk.MemoryClient.Outcome;
import io.openintake.gateway.domain.FrameLimits;
import io.openintake.gateway.domain.PhantomUser;
import io.openintake.gateway.domain.admission.AdmissionTerms.WhenFull;
import io.openintake.gateway.kafka.KafkaHandlers;
import io.openintake.gateway.kafka.cluster.ClusterView;
import io.openintake.gateway.kafka.serving.Advertised;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.serving.Groups;
import io.openintake.gateway.kafka.serving.ProducerIdPace;
import io.openintake.gateway.kafka.warmup.ScratchCredit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** The gateway's sessions and handlers for two tenants before a scripted broker. */
final class Desk implements AutoCloseable {
    private static final int CONNECTIONS = 1_000;
    private static final long MEMORY_BYTES = 64L * 1_024 * 1_024;

    final Household one = Household.make();
    final Household other = Household.make();
    final ScriptedBroker cluster = new ScriptedBroker();
    final ByteGate gate = new ByteGate(MEMORY_BYTES);
    final Sessions sessions;

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("desk").factory());
    private final FairWorkers passwords = new FairWorkers("desk-passwords", 1, 16);
    private final Workers inflaters = new Workers("desk-inflate", 1, 16);
    private final Handlers.Factory handlers;
    private final SessionContext context;

    Desk() {
        Limits limits = new Limits(
                new FrameLimits(4 * 1_024 * 1_024),
                MEMORY_BYTES,
                CONNECTIONS,
                CONNECTIONS,
                Duration.ofSeconds(1),
                Duration.ofMinutes(30),
                Limits.Deadlines.USUAL);
        sessions = new Sessions(limits);
        Directory directory = new Directory();
        one.definitions().forEach(directory::changed);
        other.definitions().forEach(directory::changed);
        GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
        AuditTrail audit = new AuditTrail(event -> {}, System::nanoTime);
        Secrets secrets =
                new Secrets(new PhantomUser(new byte[] {1}), new PasswordCheck(passwords, new byte[] {2, 3, 4}));
        Authenticator authenticator = new Authenticator(directory, secrets, HostRule.ANY, audit, metrics);
        context = new SessionContext(limits, directory, authenticator, sessions, cluster, gate, metrics, audit);
        handlers = KafkaHandlers.of(new Backend(
                new ClusterView(cluster, loop, List.of(ScriptedBroker.ADDRESS)),
                new Advertised(directory, "test-installation", Optional.empty(), Optional.empty()),
                new Parking(new ScratchCredit(), WhenFull.HOLD, System::nanoTime),
                new Traffic("desk", event -> {}),
                inflaters,
                new Groups(hoursPass()),
                new ProducerIdPace(hoursPass())));
    }

    /** A client that has said nothing yet. */
    MemoryClient connect() {
        sessions.enter("192.0.2.1");
        return new MemoryClient(loop, gate, channel -> new ClientSession(context, channel, handlers));
    }

    /** A client that is logged in as tenant one's user of this type. */
    MemoryClient loggedIn(UserType type) {
        MemoryClient client = connect();
        succeeds(client.sendAlone(Frames.of(new SaslHandshakeRequestData().setMechanism("PLAIN"), 1, 1)));
        byte[] token = ("\0" + one.user(type).userName() + "\0" + Household.PASSWORD).getBytes(StandardCharsets.UTF_8);
        ApiMessage authenticate = new SaslAuthenticateRequestData().setAuthBytes(token);
        succeeds(client.sendAlone(Frames.of(authenticate, 1, 2)));
        return client;
    }

    private static void succeeds(Outcome outcome) {
        short error = ByteBuffer.wrap(outcome.answers().getFirst()).getShort(Integer.BYTES);
        if (error != Errors.NONE.code()) {
            throw new AssertionError("login failed with error " + error);
        }
    }

    /** Limits over time are not what is looked at here. */
    private static LongSupplier hoursPass() {
        AtomicLong now = new AtomicLong();
        return () -> now.addAndGet(Duration.ofHours(2).toNanos());
    }

    @Override
    public void close() {
        loop.shutdownNow();
        passwords.close();
        inflaters.close();
    }
}
