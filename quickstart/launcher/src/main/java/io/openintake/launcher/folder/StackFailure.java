package io.openintake.launcher.folder;

/** The whole cannot start or go on; the message tells its user what happened and what to do. */
public final class StackFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StackFailure(String message) {
        super(message);
    }

    public StackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
