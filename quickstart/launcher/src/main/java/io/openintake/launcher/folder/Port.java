package io.openintake.launcher.folder;

import io.openintake.contracts.ServiceName;

/** Everything that listens. */
public enum Port {
    KAFKA("kafka"),
    KAFKA_CONTROLLER("kafka-controller"),
    POSTGRES("postgres"),
    S3("s3"),
    CATALOG("catalog"),
    /** Where Kafka clients connect. */
    GATEWAY("gateway"),
    GATEWAY_HTTP("gateway-http"),
    REGISTRY("registry"),
    BUFFER("buffer"),
    FLUSHER("flusher"),
    DLQ("dlq");

    private final String text;

    Port(String text) {
        this.text = text;
    }

    /** The name in the file of ports. */
    public String text() {
        return text;
    }

    /** Where a service answers HTTP. */
    public static Port ofHttp(ServiceName service) {
        return switch (service) {
            case GATEWAY -> GATEWAY_HTTP;
            case REGISTRY -> REGISTRY;
            case BUFFER -> BUFFER;
            case FLUSHER -> FLUSHER;
            case DLQ -> DLQ;
        };
    }

    /** Whether stored definitions and clients know the address, so that another port needs a new installation. */
    boolean isKnownOutside() {
        return switch (this) {
            case GATEWAY, CATALOG -> true;
            case KAFKA, KAFKA_CONTROLLER, POSTGRES, S3, GATEWAY_HTTP, REGISTRY, BUFFER, FLUSHER, DLQ -> false;
        };
    }
}
