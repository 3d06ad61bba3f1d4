package io.openintake.registry.app;

/** Something that is needed is too busy, or does not answer; the caller may try again. */
public final class TemporarilyUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TemporarilyUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
