package io.openintake.gateway.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate and key of the TLS listeners, in PEM files that are read again when they change. */
public final class TlsFiles {
    /** How often it is looked whether the files have changed. */
    public static final Duration LOOK = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final long HANDSHAKE_SECONDS = 10;
    /** Those that keep what was said secret when the key is stolen later; every TLS 1.2 client of today has them. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    static {
        // A client could have handshakes for the price of a few bytes; no Kafka client asks for one more.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final Path certificate;
    private final Path key;
    private volatile Current current;

    private record Current(SslContext context, X509Certificate certificate, List<FileTime> times) {}

    private TlsFiles(Path certificate, Path key) throws IOException, GeneralSecurityException {
        this.certificate = certificate;
        this.key = key;
        this.current = load();
    }

    /** Reads both files; they must fit together. */
    public static TlsFiles read(Path certificate, Path key) {
        try {
            return new TlsFiles(certificate, key);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IllegalStateException(
                    "cannot use the TLS files " + certificate + " and " + key + ": " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** Looks for changed files on this clock; new connections get the new certificate. */
    public void watch(ScheduledExecutorService clock, Duration every) {
        var unused =
                clock.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The certificate that new connections get. */
    public X509Certificate certificate() {
        return current.certificate;
    }

    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = current.context.newHandler(allocator);
        RequestedName.listen(handler.engine());
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    private void look() {
        try {
            if (!times().equals(current.times)) {
                Current found = load();
                found.certificate.checkValidity();
                current = found;
                LOG.info("TLS certificate reloaded file={} expires={}", certificate, expiry());
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            // Half-written files come right with a later look; those that stay wrong are named at each.
            LOG.warn(
                    "TLS certificate not reloaded, the old one stays file={} expires={} cause={}",
                    certificate,
                    expiry(),
                    unusable.getMessage());
        }
    }

    private Instant expiry() {
        return current.certificate.getNotAfter().toInstant();
    }

    private Current load() throws IOException, GeneralSecurityException {
        List<FileTime> times = times();
        TlsPair pair = TlsPair.read(certificate, key);
        SslContext context = SslContextBuilder.forServer(pair.key(), pair.chain())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(CIPHERS)
                .build();
        return new Current(context, pair.own(), times);
    }

    private List<FileTime> times() throws IOException {
        return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    }
}
