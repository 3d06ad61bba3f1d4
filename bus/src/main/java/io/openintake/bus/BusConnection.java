package io.openintake.bus;

import io.openintake.contracts.ServiceName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * How a service reaches the backing Kafka cluster.
 *
 * @param service who connects: its name is the prefix of every client id and the source of its events
 * @param clientProperties {@code bootstrap.servers} and whatever security the cluster asks for
 * @param replicationFactor of internal topics; 1 for development only
 */
public record BusConnection(ServiceName service, Map<String, String> clientProperties, short replicationFactor) {
    private static final String PREFIX = "kafka.";
    private static final String BOOTSTRAP = PREFIX + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
    private static final String REPLICATION_FACTOR = "intake.bus.replication-factor";
    private static final int DEFAULT_REPLICATION_FACTOR = 3;

    public BusConnection {
        clientProperties = Map.copyOf(clientProperties);
        if (!clientProperties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException("kafka.bootstrap.servers is not set");
        }
    }

    /**
     * A connection as a service is configured: every setting that starts with {@code kafka.}, and
     * {@code intake.bus.replication-factor}, 3 unless it is set.
     *
     * @param names of the settings that the configuration can list
     * @param setting looks one up by name
     */
    public static BusConnection configured(
            ServiceName service, Iterable<String> names, Function<String, Optional<String>> setting) {
        Map<String, String> settings = new HashMap<>();
        names.forEach(name -> {
            if (name.startsWith(PREFIX)) {
                setting.apply(name).ifPresent(value -> settings.put(name, value));
            }
        });
        // by name too: a variable of the environment, KAFKA_BOOTSTRAP_SERVERS, is found but not listed as such
        setting.apply(BOOTSTRAP).ifPresent(value -> settings.put(BOOTSTRAP, value));
        int replicationFactor =
                setting.apply(REPLICATION_FACTOR).map(Integer::parseInt).orElse(DEFAULT_REPLICATION_FACTOR);
        return of(service, settings, replicationFactor);
    }

    /** A connection from the flat settings of a service, of which those that start with {@code kafka.} are taken. */
    public static BusConnection of(ServiceName service, Map<String, String> settings, int replicationFactor) {
        Map<String, String> client = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                client.put(name.substring(PREFIX.length()), value);
            }
        });
        return new BusConnection(service, client, (short) replicationFactor);
    }

    /** Client properties for one client of this service. */
    public Map<String, Object> properties(String role) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, service.text() + "-" + role);
        return properties;
    }

    /** An admin client that the caller closes. */
    public Admin admin() {
        return Admin.create(properties("admin"));
    }
}
