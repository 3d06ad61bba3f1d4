package io.openintake.gateway;

import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.login.Authenticator.HostRule;
import io.openintake.gateway.domain.FrameLimits;
import io.openintake.gateway.domain.admission.AdmissionTerms;
import io.openintake.gateway.domain.admission.AdmissionTerms.WhenFull;
import io.openintake.gateway.netty.Listeners.Edge;
import io.openintake.gateway.netty.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Parses the configuration and refuses what is unsafe. */
final class SettingsReader {
    private static final int SECRET_BYTES = 32;

    private SettingsReader() {}

    /** The settings; {@link IllegalStateException} with what to do when they cannot be right. */
    static GatewaySettings read(GatewayConfig config) {
        Limits limits = new Limits(
                new FrameLimits(config.maxRequestBytes()),
                config.maxMemoryBytes(),
                config.maxConnections(),
                config.maxLoginsPerAddress(),
                config.drainTimeout(),
                config.maxConnectionAge(),
                Limits.Deadlines.USUAL);
        return new GatewaySettings(
                config.listen().stream().map(SettingsReader::address).toList(),
                new Edge(tls(config), proxies(config)),
                hostRule(config),
                config.advertisedHost(),
                config.advertisedPort(),
                config.clusterId(),
                phantomSecret(config),
                TlsFiles.LOOK,
                limits,
                admission(config.admission()));
    }

    /** {@code host:port} or {@code [v6]:port}. */
    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalStateException("intake.gateway.listen: '" + text + "' is not host:port");
        }
        String host = text.substring(0, colon).trim();
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            int port = Integer.parseInt(text.substring(colon + 1).trim());
            return new InetSocketAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
        } catch (IllegalArgumentException noPort) {
            throw new IllegalStateException("intake.gateway.listen: '" + text + "' has no valid port", noPort);
        }
    }

    private static AdmissionTerms admission(GatewayConfig.Admission config) {
        try {
            return new AdmissionTerms(
                    Duration.ofMinutes(config.burstMinutes()),
                    config.gateways(),
                    config.usageSilence(),
                    switch (config.blockedResponse()) {
                        case HOLD -> WhenFull.HOLD;
                        case POLICY_VIOLATION -> WhenFull.FAIL;
                    });
        } catch (IllegalArgumentException outOfRange) {
            throw new IllegalStateException("intake.gateway.admission: " + outOfRange.getMessage(), outOfRange);
        }
    }

    private static List<IpSubnetFilterRule> proxies(GatewayConfig config) {
        try {
            return config.trustedProxies().orElse(List.of()).stream()
                    .map(Edge::network)
                    .toList();
        } catch (IllegalArgumentException noNetwork) {
            throw new IllegalStateException("intake.gateway.trusted-proxies: " + noNetwork.getMessage(), noNetwork);
        }
    }

    private static HostRule hostRule(GatewayConfig config) {
        if (!config.requireRunnerHost()) {
            return HostRule.ANY;
        }
        if (config.tls().certificate().isEmpty()) {
            throw new IllegalStateException("intake.gateway.require-runner-host needs TLS, which carries the name");
        }
        return HostRule.OF_RUNNER;
    }

    private static Optional<TlsFiles> tls(GatewayConfig config) {
        Optional<Path> certificate = config.tls().certificate();
        Optional<Path> key = config.tls().key();
        if (certificate.isPresent() && key.isPresent()) {
            return Optional.of(TlsFiles.read(certificate.get(), key.get()));
        }
        if (certificate.isPresent() || key.isPresent()) {
            throw new IllegalStateException(
                    "set both intake.gateway.tls.certificate and intake.gateway.tls.key, or none of them");
        }
        if (!config.insecurePlaintext()) {
            throw new IllegalStateException(
                    "the gateway has no certificate: set intake.gateway.tls.certificate and intake.gateway.tls.key"
                            + " (for development only: intake.gateway.insecure-plaintext=true)");
        }
        return Optional.empty();
    }

    /** From the TLS key it is the same on every gateway and after every restart, and nobody outside knows it. */
    private static byte[] phantomSecret(GatewayConfig config) {
        if (config.phantomSecret().isPresent()) {
            return config.phantomSecret().get().getBytes(StandardCharsets.UTF_8);
        }
        return config.tls().key().map(SettingsReader::digest).orElseGet(SettingsReader::random);
    }

    private static byte[] digest(Path key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("phantom users".getBytes(StandardCharsets.US_ASCII));
            return digest.digest(Files.readAllBytes(key));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static byte[] random() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
