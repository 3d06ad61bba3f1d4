package io.openintake.registry.domain.request;

/** The API's three ways to partition. */
public enum PartitioningType {
    NONE("none"),
    INTAKE_TIME("intake-time"),
    MANUAL("manual");

    private final String text;

    PartitioningType(String text) {
        this.text = text;
    }

    /** The wire form. */
    public String text() {
        return text;
    }
}
