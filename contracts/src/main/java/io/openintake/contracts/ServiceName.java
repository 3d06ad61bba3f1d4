package io.openintake.contracts;

/** The five services: who writes and who reads which internal topic, and the {@code source} of each event. */
public enum ServiceName {
    GATEWAY("gateway"),
    REGISTRY("registry-service"),
    BUFFER("buffer-service"),
    FLUSHER("flusher-service"),
    DLQ("dlq-service");

    private final String text;

    ServiceName(String text) {
        this.text = text;
    }

    /** The wire form, also the service's folder. */
    public String text() {
        return text;
    }
}
