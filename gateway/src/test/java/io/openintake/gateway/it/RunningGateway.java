package io.openintake.gateway.it;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.UserType;
import io.openintake.contracts.event.Event;
import io.openintake.gateway.Gateway;
import io.openintake.gateway.GatewayMetrics;
import io.openintake.gateway.GatewaySettings;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.domain.FrameLimits;
import io.openintake.gateway.netty.TlsFiles;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A gateway with TLS before a real broker, with what the registry and buffer-service would do beside it. */
final class RunningGateway implements AutoCloseable {
    static final int MAX_REQUEST_BYTES = 4 * 1_024 * 1_024;
    private static final Certificate CERTIFICATE = Certificate.make();

    private final String kafka;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EventPublisher registry;
    private final Gateway gateway;

    private RunningGateway(String kafka, Optional<TlsFiles> tls, Duration drain) {
        this.kafka = kafka;
        this.registry = publisher(ServiceName.REGISTRY);
        Limits limits = new Limits(
                new FrameLimits(MAX_REQUEST_BYTES), 64L * 1_024 * 1_024, 500, 200, drain, Duration.ofMinutes(30));
        GatewaySettings settings = new GatewaySettings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                tls,
                Optional.empty(),
                Optional.empty(),
                "test-installation",
                new byte[] {1, 2, 3},
                limits);
        gateway = new Gateway(settings, connection(ServiceName.GATEWAY), new GatewayMetrics(meters));
        gateway.start();
        Eventually.holds("the gateway is ready", gateway::isReady);
    }

    static RunningGateway withTls() {
        return withTls(Duration.ofSeconds(5));
    }

    static RunningGateway withTls(Duration drain) {
        return new RunningGateway(shared(), Optional.of(files()), drain);
    }

    static RunningGateway withPlaintext() {
        return new RunningGateway(shared(), Optional.empty(), Duration.ofSeconds(5));
    }

    /** Before a broker of its own. */
    static RunningGateway withTls(Backing backing) {
        return new RunningGateway(backing.kafkaBootstrap(), Optional.of(files()), Duration.ofSeconds(5));
    }

    private static String shared() {
        return SharedBacking.with(Part.KAFKA).kafkaBootstrap();
    }

    private static TlsFiles files() {
        return TlsFiles.read(CERTIFICATE.certificate(), CERTIFICATE.key());
    }

    InetSocketAddress address() {
        return gateway.addresses().getFirst();
    }

    String bootstrap() {
        return "127.0.0.1:" + address().getPort();
    }

    String kafka() {
        return kafka;
    }

    String certificate() {
        return CERTIFICATE.certificate().toString();
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    /** A tenant that is defined and whose topics stand. */
    Tenant tenant(int partitions) {
        Tenant tenant = Tenant.make();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(
                            new NewTopic(tenant.intake().topic(), partitions, (short) 1)
                                    .configs(Map.of("max.message.bytes", "4194304")),
                            new NewTopic(tenant.intake().deadLetterTopic(), 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        }
        publish(tenant.runnerDefined("127.0.0.1:" + address().getPort()));
        publish(tenant.intakeDefined(1, Lifecycle.ACTIVE));
        publish(tenant.userDefined(UserType.INTAKE, 1, Tenant.PASSWORD));
        publish(tenant.userDefined(UserType.DEAD_LETTER, 1, Tenant.PASSWORD));
        Eventually.holds("the gateway knows the tenant", () -> Login.works(this, tenant));
        return tenant;
    }

    void publish(Event event) {
        registry.publish(event).toCompletableFuture().join();
    }

    void removed(InternalTopic topic, String key, long version) {
        registry.removed(topic, key, version).toCompletableFuture().join();
    }

    BusConnection connection(ServiceName service) {
        return new BusConnection(service, Map.of("bootstrap.servers", kafka), (short) 1);
    }

    /** Ends the gateway in good order. */
    void stop() {
        gateway.close();
    }

    @Override
    public void close() {
        gateway.close();
        registry.close();
    }

    private EventPublisher publisher(ServiceName service) {
        return new EventPublisher(connection(service), Clock.systemUTC());
    }
}
