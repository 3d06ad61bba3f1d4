package io.openintake.gateway.app;

/** Where a broker of the backing cluster listens. */
public record BrokerAddress(int id, String host, int port) {}
