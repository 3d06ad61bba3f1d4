package io.openintake.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the gateway. */
@ConfigMapping(prefix = "intake.gateway")
public interface GatewayConfig {
    /** Addresses that clients connect to, {@code host:port} or {@code [v6]:port}. */
    @WithDefault("0.0.0.0:9094")
    List<String> listen();

    /** Certificate and key of the listeners. */
    Tls tls();

    /** Speaks plaintext when there is no certificate; passwords are then only protected by SCRAM. For development. */
    @WithDefault("false")
    boolean insecurePlaintext();

    /** The host that clients are told instead of their runner's. */
    Optional<String> advertisedHost();

    /**
     * The balancers that say in a PROXY protocol header, version 2, where a connection comes from: networks such as
     * {@code 10.0.0.0/8}. With any, connections come from them only, and only with the header; without, a header is
     * refused.
     */
    Optional<List<String>> trustedProxies();

    /** Lets a user in only by the host name of its own runner, as the client names it in TLS (SNI). */
    @WithDefault("false")
    boolean requireRunnerHost();

    /** The port that clients are told instead of their runner's. */
    Optional<Integer> advertisedPort();

    /** The Kafka cluster id that clients see. */
    @WithDefault("openintake")
    String clusterId();

    /** The largest Produce request. */
    @WithDefault("16777216")
    int maxRequestBytes();

    /** All requests and answers that are held in memory. */
    @WithDefault("67108864")
    long maxMemoryBytes();

    /** Client connections. */
    @WithDefault("2000")
    int maxConnections();

    /** Connections of one address that are not logged in. */
    @WithDefault("50")
    int maxLoginsPerAddress();

    /** How long a shutdown waits for requests in flight. */
    @WithDefault("PT25S")
    Duration drainTimeout();

    /** After about this time a client connects again. */
    @WithDefault("PT30M")
    Duration maxConnectionAge();

    /**
     * Makes the challenges of users that do not exist; the same on all gateways. Without it, the TLS key serves, or
     * chance.
     */
    Optional<String> phantomSecret();

    /** Who may produce how much. */
    Admission admission();

    /** How the rate and the boundary of runners are kept. */
    interface Admission {
        /** What a runner may take at once after a pause, as minutes of its hourly rate. */
        @WithDefault("10")
        int burstMinutes();

        /** Gateways that serve the same runners: each takes its part of the hourly rate. */
        @WithDefault("1")
        int gateways();

        /** Without word of a runner's buffer for longer than this, nothing more is taken for it. */
        @WithDefault("PT16M")
        Duration usageSilence();

        /** While a buffer is full: {@code hold}, then a retriable error, or {@code policy-violation} at once. */
        @WithDefault("hold")
        BlockedResponse blockedResponse();

        /** What producers of a full buffer get. */
        enum BlockedResponse {
            HOLD,
            POLICY_VIOLATION
        }
    }

    /** PEM files, read again when they change. */
    interface Tls {
        /** The certificate chain. */
        Optional<Path> certificate();

        /** The private key (PKCS #8, not encrypted). */
        Optional<Path> key();
    }
}
