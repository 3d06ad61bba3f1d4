package io.openintake.gateway.kafka.serving;

import io.openintake.gateway.app.flow.Parking;
import io.openintake.gateway.app.flow.Traffic;
import io.openintake.gateway.app.flow.Workers;
import io.openintake.gateway.kafka.cluster.ClusterView;

/**
 * What the handlers of all connections share.
 *
 * @param inflaters where compressed batches are looked into
 */
public record Backend(
        ClusterView cluster,
        Advertised advertised,
        Parking parking,
        Traffic traffic,
        Workers inflaters,
        Groups groups,
        ProducerIdPace producerIds) {}
