package io.openintake.gateway.app;

import io.openintake.gateway.domain.FrameLimits;
import java.time.Duration;

/**
 * The limits of every connection and of all together.
 *
 * @param memoryBytes of all frames that are held
 * @param connections of all clients
 * @param loginsPerAddress connections of one address that are not logged in
 * @param drain longest end of a connection at shutdown
 * @param age after which a client has to connect again, so that load spreads over new gateways
 * @param deadlines of a connection that does nothing of use
 */
public record Limits(
        FrameLimits frames,
        long memoryBytes,
        int connections,
        int loginsPerAddress,
        Duration drain,
        Duration age,
        Deadlines deadlines) {
    /** A session whose user may not any more; what is in flight may still be answered. */
    public static final Duration REVOKED_DRAIN = Duration.ofMillis(500);
    /** Some clients lose the error of a failed login when the connection ends with it. */
    public static final Duration FAILED_LOGIN_LINGER = Duration.ofMillis(1_500);
    /** Requests of one connection without an answer. */
    public static final int WINDOW = 8;
    /** Frames of one connection without an answer; a single larger one is fine. */
    public static final long WINDOW_BYTES = 8L * 1_024 * 1_024;
    /** Within which a broker answers, below the request timeout of every client. */
    public static final Duration BROKER_ANSWER = Duration.ofSeconds(15);

    /**
     * How long a connection may go on without being of use.
     *
     * @param login from accept to logged in
     * @param idle without a request, as Kafka has it
     * @param unwritable of a client that does not read its answers
     */
    public record Deadlines(Duration login, Duration idle, Duration unwritable) {
        /** Those of a gateway that ships. */
        public static final Deadlines USUAL =
                new Deadlines(Duration.ofSeconds(15), Duration.ofMinutes(10), Duration.ofSeconds(60));
    }
}
