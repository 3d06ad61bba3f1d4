package io.openintake.gateway;

import io.openintake.gateway.app.BrokerAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** Where the gateway's own links find the backing cluster. */
final class BackingAddresses {
    private BackingAddresses() {}

    static List<BrokerAddress> of(Map<String, String> clientProperties) {
        String bootstrap = clientProperties.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
        List<BrokerAddress> addresses = new ArrayList<>();
        for (String text : bootstrap.split(",", -1)) {
            InetSocketAddress address = SettingsReader.address(text.trim());
            // Until the cluster names its brokers they have no ids; negative ones stand in, as in Kafka's own client.
            addresses.add(new BrokerAddress(-1 - addresses.size(), address.getHostString(), address.getPort()));
        }
        return List.copyOf(addresses);
    }
}
