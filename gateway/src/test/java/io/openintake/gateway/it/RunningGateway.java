package io.openintake.gateway.it;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.TopicMirror;
import io.openintake.contracts.Capacity;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.UserType;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.gateway.Gateway;
import io.openintake.gateway.GatewayMetrics;
import io.openintake.gateway.GatewaySettings;
import io.openintake.gateway.domain.admission.AdmissionTerms;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Eventually;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A gateway with TLS before a real broker, with what the registry and buffer-service would do beside it. */
public final class RunningGateway implements AutoCloseable {
    public static final int MAX_REQUEST_BYTES = 4 * 1_024 * 1_024;

    private final Map<String, String> cluster;
    private final Path certificate;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EventPublisher registry;
    private final Gateway gateway;

    RunningGateway(Map<String, String> cluster, GatewaySettings settings, Path certificate) {
        this.cluster = cluster;
        this.certificate = certificate;
        this.registry = publisher(ServiceName.REGISTRY);
        gateway = new Gateway(settings, connection(ServiceName.GATEWAY), new GatewayMetrics(meters));
        gateway.start();
        Eventually.holds("the gateway is ready", gateway::isReady);
    }

    public static RunningGateway withTls() {
        return new Plan().start();
    }

    public static RunningGateway withTls(Duration drain) {
        return new Plan().drain(drain).start();
    }

    public static RunningGateway withPlaintext() {
        return new Plan().plaintext().start();
    }

    /** Before a broker of its own. */
    public static RunningGateway withTls(Backing backing) {
        return new Plan().kafka(backing.kafkaBootstrap()).start();
    }

    /** Before a cluster that is reached by these client settings. */
    static RunningGateway before(Map<String, String> cluster) {
        return new Plan().cluster(cluster).start();
    }

    /** That keeps rate and boundary so. */
    static RunningGateway withTerms(AdmissionTerms admission) {
        return new Plan().admission(admission).start();
    }

    public InetSocketAddress address() {
        return gateway.addresses().getFirst();
    }

    public String bootstrap() {
        return "127.0.0.1:" + address().getPort();
    }

    public String kafka() {
        return cluster.getOrDefault("bootstrap.servers", "");
    }

    /** What its clients trust. */
    public String certificate() {
        return certificate.toString();
    }

    public SimpleMeterRegistry meters() {
        return meters;
    }

    /** A tenant that is defined and whose topics stand. */
    public Tenant tenant(int partitions) {
        return tenant(partitions, Tenant.CAPACITY);
    }

    /** One with this capacity. */
    Tenant tenant(int partitions, Capacity capacity) {
        Tenant tenant = Tenant.make();
        return defined(
                tenant,
                capacity,
                new NewTopic(tenant.intake().topic(), partitions, (short) 1),
                new NewTopic(tenant.intake().deadLetterTopic(), 1, (short) 1));
    }

    /** The tenant, once it is defined and these topics of its intake stand. */
    Tenant defined(Tenant tenant, Capacity capacity, NewTopic intake, NewTopic deadLetters) {
        try (Admin admin = Admin.create(new HashMap<>(cluster))) {
            intake.configs(Map.of("max.message.bytes", "4194304"));
            admin.createTopics(List.of(intake, deadLetters)).all().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        }
        define(tenant, capacity);
        Eventually.holds("the gateway knows the tenant", () -> Login.works(this, tenant));
        return tenant;
    }

    /** Says what the registry says of a tenant. */
    public void define(Tenant tenant) {
        define(tenant, Tenant.CAPACITY);
    }

    private void define(Tenant tenant, Capacity capacity) {
        publish(tenant.runnerDefined("127.0.0.1:" + address().getPort(), capacity));
        publish(tenant.intakeDefined(1, Lifecycle.ACTIVE));
        publish(tenant.userDefined(UserType.INTAKE, 1, Tenant.PASSWORD));
        publish(tenant.userDefined(UserType.DEAD_LETTER, 1, Tenant.PASSWORD));
    }

    public void publish(Event event) {
        registry.publish(event).toCompletableFuture().join();
    }

    public void removed(InternalTopic topic, String key, long version) {
        registry.removed(topic, key, version).toCompletableFuture().join();
    }

    public BusConnection connection(ServiceName service) {
        return new BusConnection(service, cluster, (short) 1);
    }

    /** All addresses that it listens on. */
    public List<InetSocketAddress> addresses() {
        return gateway.addresses();
    }

    public double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    /** Connections that ended for this reason. */
    public double closedConnections(String reason) {
        return meters.find("intake.gateway.closed.connections").tag("reason", reason).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** The sum of all counters of this name, whatever their tags. */
    public double count(String name) {
        return meters.find(name).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Collects what is published to this topic. */
    public TopicMirror follow(InternalTopic topic, ServiceName reader, List<Event> into) {
        return TopicMirror.follow(connection(reader), topic, incoming -> {
            byte[] value = incoming.value();
            if (value != null) {
                into.add(EnvelopeJson.read(value).event());
            }
        });
    }

    /** Ends the gateway in good order. */
    public void stop() {
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
