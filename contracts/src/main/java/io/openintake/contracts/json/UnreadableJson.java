package io.openintake.contracts.json;

/** A document that is not what it should be; the message names the path, never the content. */
public final class UnreadableJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableJson(String message) {
        super(message);
    }
}
