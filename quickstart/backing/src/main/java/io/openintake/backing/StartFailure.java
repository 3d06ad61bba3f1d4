package io.openintake.backing;

/** Why the infrastructure cannot start, in words that name the port or folder and what to do about it. */
final class StartFailure extends RuntimeException {
    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
