package io.openintake.gateway.it;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.UserType;
import io.openintake.contracts.event.Event;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.ServiceProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The gateway as it ships, in a process that can be killed, always on the same port. */
final class ShippedGateway implements AutoCloseable {
    private static final Certificate CERTIFICATE = Certificate.make();

    private final Map<String, String> cluster;
    private final int port = freePort();
    private ServiceProcess process;

    ShippedGateway(Map<String, String> cluster) {
        this.cluster = cluster;
        this.process = launch();
    }

    int port() {
        return port;
    }

    String certificate() {
        return CERTIFICATE.certificate().toString();
    }

    ServiceProcess process() {
        return process;
    }

    void kill9() {
        process.kill9();
    }

    void startAgain() {
        process = launch();
    }

    /** Defines the tenant and makes its topics. */
    Tenant defined(Tenant tenant, NewTopic intake) {
        try (Admin admin = Admin.create(new HashMap<>(cluster));
                EventPublisher registry = new EventPublisher(
                        new BusConnection(ServiceName.REGISTRY, cluster, (short) 1), Clock.systemUTC())) {
            TwoBrokers.get(admin.createTopics(List.of(intake.configs(Map.of("max.message.bytes", "4194304"))))
                    .all());
            for (Event event : List.of(
                    tenant.runnerDefined("127.0.0.1:" + port, Load.CAPACITY),
                    tenant.intakeDefined(1, Lifecycle.ACTIVE),
                    tenant.userDefined(UserType.INTAKE, 1, Tenant.PASSWORD))) {
                registry.publish(event).toCompletableFuture().join();
            }
        }
        // a producer gives up at the first login that is refused
        Eventually.holds("the gateway knows the tenant", () -> isLetIn(tenant));
        return tenant;
    }

    private boolean isLetIn(Tenant tenant) throws IOException {
        try (Login login = Login.tls(port, certificate())) {
            return login.plain(tenant.writer().userName(), Tenant.PASSWORD);
        }
    }

    KafkaProducer<byte[], byte[]> producer(Tenant tenant, Map<String, Object> extra) {
        Map<String, Object> settings = Clients.login(
                "127.0.0.1:" + port, certificate(), tenant.writer().userName(), Tenant.PASSWORD, "SCRAM-SHA-512");
        settings.put("max.block.ms", 60_000);
        settings.putAll(extra);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        process.close();
    }

    private ServiceProcess launch() {
        ServiceProcess.Order order = ServiceProcess.of("gateway")
                .property("intake.bus.replication-factor", "1")
                .property("intake.gateway.listen", "127.0.0.1:" + port)
                .property("intake.gateway.advertised-host", "127.0.0.1")
                .property("intake.gateway.advertised-port", Integer.toString(port))
                .property("intake.gateway.max-logins-per-address", "200")
                .property(
                        "intake.gateway.tls.certificate",
                        CERTIFICATE.certificate().toString())
                .property("intake.gateway.tls.key", CERTIFICATE.key().toString());
        cluster.forEach((key, value) -> order.property("kafka." + key, value));
        return order.start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
