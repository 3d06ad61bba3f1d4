package io.openintake.benchmarks.rig;

import io.openintake.benchmarks.load.IdleOrder;
import io.openintake.benchmarks.pipe.PipeMain;
import io.openintake.benchmarks.process.Child;
import io.openintake.contracts.ServiceName;
import io.openintake.launcher.folder.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that is measured, side by side on one machine: a broker, a pipe, and two gateways (TLS and plaintext). */
public final class Rig implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String TLS_HOST = "localhost";
    private static final String MAX_CONNECTIONS = "6000";
    /** No hourly limit: what is measured is the way through, not the wait. */
    private static final String BURST_MINUTES = "2880";
    /** One for each sample. */
    private static final int TENANTS_PER_GATEWAY = 100;

    private final Ports ports = Ports.choose();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<Encryption, Deque<Tenant>> tenants = new EnumMap<>(Encryption.class);
    private final Map<Encryption, ServiceChild> gateways = new EnumMap<>(Encryption.class);
    private final Tls tls;
    private final Broker broker;
    private final Child pipe;
    private final Tenants registry;

    private Rig(Path repository, Path folder) throws IOException, InterruptedException {
        tls = Tls.in(folder.resolve("tls"), Path.of(System.getProperty("java.home")), Instant.now());
        try {
            broker = kept(Broker.start(repository, folder, ports, tls));
            pipe = kept(pipe(folder));
            registry = kept(Tenants.of(broker.bootstrap()));
            // Defined before a gateway starts: when it is ready it knows them.
            tenants.put(Encryption.PLAINTEXT, registry.define(TENANTS_PER_GATEWAY, HOST + ":" + ports.gateway()));
            tenants.put(Encryption.TLS, registry.define(TENANTS_PER_GATEWAY, TLS_HOST + ":" + ports.gatewayTls()));
            for (Encryption encryption : Encryption.values()) {
                gateways.put(encryption, kept(gateway(repository, folder, encryption)));
            }
            for (ServiceChild gateway : gateways.values()) {
                gateway.awaitReady();
            }
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Starts everything; the folder gets the logs and the broker's data. */
    public static Rig start(Path repository, Path folder) throws IOException, InterruptedException {
        return new Rig(repository, folder);
    }

    /** The broker. */
    public Broker broker() {
        return broker;
    }

    /** The gateway that speaks so to its clients. */
    public ServiceChild gateway(Encryption encryption) {
        ServiceChild gateway = gateways.get(encryption);
        if (gateway == null) {
            throw new IllegalStateException("the rig is closed");
        }
        return gateway;
    }

    /** A tenant whom no sample has used. */
    public Tenant tenant(Encryption encryption) {
        Tenant next = tenants.getOrDefault(encryption, new ArrayDeque<>()).poll();
        if (next == null) {
            throw new IllegalStateException("more samples than tenants");
        }
        registry.room(next);
        return next;
    }

    /** The process between client and broker, or the broker when there is none. */
    public long pid(Route route, Encryption encryption) {
        return switch (route) {
            case DIRECT -> broker.pid();
            case PIPE -> pipe.pid();
            case GATEWAY -> gateway(encryption).pid();
        };
    }

    /** Connection settings of a client that goes this way. */
    public Map<String, String> client(Route route, Encryption encryption, Tenant tenant) {
        String login = encryption == Encryption.TLS ? "SASL_SSL" : "SASL_PLAINTEXT";
        String open = encryption == Encryption.TLS ? "SSL" : "PLAINTEXT";
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", address(route, encryption));
        settings.put("security.protocol", route == Route.GATEWAY ? login : open);
        if (encryption == Encryption.TLS) {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", tls.authority().toString());
        }
        if (route == Route.GATEWAY) {
            settings.put("sasl.mechanism", "SCRAM-SHA-512");
            settings.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                            .formatted(tenant.userName(), Tenant.PASSWORD));
        }
        return settings;
    }

    /** Connections to the gateway with TLS. */
    public IdleOrder idle(int count, int atOnce) {
        String user = tenant(Encryption.TLS).userName();
        return new IdleOrder(
                TLS_HOST, ports.gatewayTls(), tls.authority().toString(), user, Tenant.PASSWORD, count, atOnce);
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception failed) {
                throw new IllegalStateException("cannot stop what was measured", failed);
            }
        }
    }

    private String address(Route route, Encryption encryption) {
        boolean plain = encryption == Encryption.PLAINTEXT;
        int port = switch (route) {
            case DIRECT -> plain ? ports.direct() : ports.directTls();
            case PIPE -> plain ? ports.pipe() : ports.pipeTls();
            case GATEWAY -> plain ? ports.gateway() : ports.gatewayTls();
        };
        return (plain ? HOST : TLS_HOST) + ":" + port;
    }

    private Child pipe(Path folder) {
        List<String> arguments = List.of(
                Integer.toString(ports.pipe()),
                Integer.toString(ports.behindPipe()),
                Integer.toString(ports.pipeTls()),
                Integer.toString(ports.behindPipeTls()),
                tls.certificate().toString(),
                tls.key().toString());
        List<String> options = List.of("-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");
        Child child = Child.ofOurs(PipeMain.class, folder, options, arguments);
        if (!child.readLine().equals("READY")) {
            throw child.failure("is not ready");
        }
        return child;
    }

    private ServiceChild gateway(Path repository, Path folder, Encryption encryption) {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", broker.bootstrap());
        settings.put("intake.bus.replication-factor", "1");
        settings.put("intake.gateway.max-connections", MAX_CONNECTIONS);
        settings.put("intake.gateway.admission.burst-minutes", BURST_MINUTES);
        return switch (encryption) {
            case PLAINTEXT -> {
                settings.put("intake.gateway.listen", HOST + ":" + ports.gateway());
                settings.put("intake.gateway.insecure-plaintext", "true");
                yield ServiceChild.launch(
                        ServiceName.GATEWAY, new ServiceChild.Place(repository, folder, ports.gatewayHttp()), settings);
            }
            case TLS -> {
                settings.put("intake.gateway.listen", HOST + ":" + ports.gatewayTls());
                settings.put("intake.gateway.tls.certificate", tls.certificate().toString());
                settings.put("intake.gateway.tls.key", tls.key().toString());
                yield ServiceChild.launch(
                        ServiceName.GATEWAY,
                        new ServiceChild.Place(repository, folder, ports.gatewayTlsHttp()),
                        settings);
            }
        };
    }

    private <T extends AutoCloseable> T kept(T part) {
        started.push(part);
        return part;
    }
}
