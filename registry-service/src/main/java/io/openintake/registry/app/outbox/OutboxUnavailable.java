package io.openintake.registry.app.outbox;

/** The outbox cannot be read or written at the moment. */
public final class OutboxUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutboxUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
