package io.openintake.bus;

import io.openintake.contracts.ServiceName;
import java.util.HashMap;
import java.util.Map;
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
    public BusConnection {
        clientProperties = Map.copyOf(clientProperties);
        if (!clientProperties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException("kafka.bootstrap.servers is not set");
        }
    }

    /** A connection from the flat settings of a service, of which those that start with {@code kafka.} are taken. */
    public static BusConnection of(ServiceName service, Map<String, String> settings, int replicationFactor) {
        Map<String, String> client = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith("kafka.")) {
                client.put(name.substring("kafka.".length()), value);
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
