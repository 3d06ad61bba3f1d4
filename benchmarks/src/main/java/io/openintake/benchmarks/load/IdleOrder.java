package io.openintake.benchmarks.load;

/**
 * Connections to be opened, logged in and held.
 *
 * @param authority PEM file of what to trust
 * @param atOnce that are on their way to their login at the same time
 */
public record IdleOrder(String host, int port, String authority, String user, String password, int count, int atOnce) {
    static final String MARK = "idle ";
}
