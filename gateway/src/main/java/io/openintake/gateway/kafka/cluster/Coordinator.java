package io.openintake.gateway.kafka.cluster;

import io.openintake.gateway.app.BrokerAddress;

/** Who coordinates a consumer group. */
public sealed interface Coordinator {
    /** This broker. */
    record Found(BrokerAddress broker) implements Coordinator {}

    /** Not known now; clients ask again. */
    record Unavailable() implements Coordinator {}
}
