package io.openintake.contracts;

/** What a Kafka credential may do. */
public enum UserType {
    /** Writes to the intake topic, and nothing else. */
    INTAKE("intake"),
    /** Reads the dead letter topic, and nothing else. */
    DEAD_LETTER("dead-letter");

    private final String text;

    UserType(String text) {
        this.text = text;
    }

    /** The wire form. */
    public String text() {
        return text;
    }
}
