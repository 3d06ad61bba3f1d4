package io.openintake.launcher.stack;

import io.openintake.contracts.ServiceName;
import io.openintake.launcher.folder.DataFolder;
import io.openintake.launcher.folder.Loopback;
import io.openintake.launcher.folder.Port;
import io.openintake.launcher.folder.Ports;
import io.openintake.launcher.folder.Tls;
import java.util.Map;
import java.util.TreeMap;

/** The configuration of each service: what a production installation would set, with this machine's values. */
final class ServiceSettings {
    /** Catalog and S3 of the quickstart are on loopback and speak plain http. */
    private static final String TRUSTED_HOSTS = "127.0.0.1,localhost";

    private static final String REGIONS = "eu01," + Endpoints.REGION;

    private final DataFolder folder;
    private final Ports ports;
    private final Tls tls;
    private final Backing backing;

    ServiceSettings(DataFolder folder, Ports ports, Tls tls, Backing backing) {
        this.folder = folder;
        this.ports = ports;
        this.tls = tls;
        this.backing = backing;
    }

    Map<String, String> of(ServiceName service) {
        Map<String, String> settings = new TreeMap<>(all(service));
        settings.putAll(
                switch (service) {
                    case GATEWAY -> gateway();
                    case REGISTRY -> registry();
                    case BUFFER -> Map.of();
                    case FLUSHER -> flusher();
                    case DLQ ->
                        Map.of("intake.tokens.file", folder.tokens().toString(), "intake.registry.regions", REGIONS);
                });
        return settings;
    }

    private Map<String, String> all(ServiceName service) {
        return Map.of(
                "quarkus.http.host",
                Loopback.HOST,
                "quarkus.http.port",
                Integer.toString(ports.number(Port.ofHttp(service))),
                "quarkus.banner.enabled",
                "false",
                "kafka.bootstrap.servers",
                backing.kafka(),
                "intake.bus.replication-factor",
                "1");
    }

    private Map<String, String> gateway() {
        int port = ports.number(Port.GATEWAY);
        String both = "%s:%d,[::1]:%d".formatted(Loopback.HOST, port, port);
        return Map.of(
                "intake.gateway.listen", Loopback.hasIpv6() ? both : Loopback.HOST + ":" + port,
                "intake.gateway.tls.certificate", tls.certificate().toString(),
                "intake.gateway.tls.key", tls.key().toString());
    }

    private Map<String, String> registry() {
        Backing.Postgres postgres = backing.postgres();
        String address = "postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.database());
        return Map.of(
                "intake.tokens.file",
                folder.tokens().toString(),
                "intake.keys.file",
                folder.keys().toString(),
                "intake.registry.regions",
                REGIONS,
                "intake.registry.kafka-endpoint",
                "localhost:" + ports.number(Port.GATEWAY),
                "intake.registry.allowed-http-hosts",
                TRUSTED_HOSTS,
                "quarkus.datasource.username",
                postgres.user(),
                "quarkus.datasource.password",
                postgres.password(),
                "quarkus.datasource.jdbc.url",
                "jdbc:" + address,
                "quarkus.datasource.reactive.url",
                address);
    }

    /** Impatient, since a person waits: production looks every 5 s and gathers first messages for 10 s. */
    private Map<String, String> flusher() {
        return Map.of(
                "intake.keys.file", folder.keys().toString(),
                "intake.flusher.trusted-hosts", TRUSTED_HOSTS,
                "intake.flusher.sweep-interval", "1s",
                "intake.flusher.first-flush", "2s",
                "intake.flusher.retry-first", "2s",
                "intake.flusher.retry-longest", "10s");
    }
}
