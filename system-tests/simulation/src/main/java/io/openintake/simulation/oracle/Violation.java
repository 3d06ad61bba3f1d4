package io.openintake.simulation.oracle;

/** A promise was broken. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Violation(String message) {
        super(message, null, false, false);
    }

    static void unless(boolean right, String message) {
        if (!right) {
            throw new Violation(message);
        }
    }
}
