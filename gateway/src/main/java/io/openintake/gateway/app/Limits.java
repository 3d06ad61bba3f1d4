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
 */
public record Limits(
        FrameLimits frames, long memoryBytes, int connections, int loginsPerAddress, Duration drain, Duration age) {
    /** From accept to logged in. */
    public static final Duration LOGIN = Duration.ofSeconds(15);
    /** Without a request, as Kafka has it. */
    public static final Duration IDLE = Duration.ofMinutes(10);
    /** A client that does not read its answers. */
    public static final Duration UNWRITABLE = Duration.ofSeconds(60);
    /** A session whose user may not any more; what is in flight may still be answered. */
    public static final Duration REVOKED_DRAIN = Duration.ofMillis(500);
    /** A session that is too old. */
    public static final Duration AGED_DRAIN = Duration.ofSeconds(5);
    /** Some clients lose the error of a failed login when the connection ends with it. */
    public static final Duration FAILED_LOGIN_LINGER = Duration.ofMillis(1_500);
    /** Requests of one connection without an answer. */
    public static final int WINDOW = 8;
    /** Frames of one connection without an answer; a single larger one is fine. */
    public static final long WINDOW_BYTES = 8L * 1_024 * 1_024;
    /** Within which a broker answers, below the request timeout of every client. */
    public static final Duration BROKER_ANSWER = Duration.ofSeconds(15);
}
