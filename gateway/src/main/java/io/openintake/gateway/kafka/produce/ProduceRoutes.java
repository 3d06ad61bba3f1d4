package io.openintake.gateway.kafka.produce;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.kafka.cluster.TopicLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which broker gets a partition's batches: its leader, but while some are under way to a broker, later ones go the same
 * way behind them, because on another link they could arrive first.
 */
final class ProduceRoutes {
    private record Route(BrokerAddress broker, int underWay) {}

    private final Map<Integer, Route> routes = new HashMap<>();

    Optional<BrokerAddress> leader(int partition, TopicLayout layout) {
        Route route = routes.get(partition);
        return route == null ? layout.leader(partition) : Optional.of(route.broker);
    }

    void sent(int partition, BrokerAddress broker) {
        routes.merge(partition, new Route(broker, 1), (known, one) -> new Route(known.broker, known.underWay + 1));
    }

    void answered(int partition) {
        routes.computeIfPresent(
                partition, (any, known) -> known.underWay > 1 ? new Route(known.broker, known.underWay - 1) : null);
    }
}
