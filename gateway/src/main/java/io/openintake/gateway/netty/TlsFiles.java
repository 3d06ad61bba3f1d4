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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate and key of the TLS listeners, in PEM files that are read again when they change. */
public final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final long HANDSHAKE_SECONDS = 10;

    private final Path certificate;
    private final Path key;
    private volatile SslContext current;
    private List<FileTime> times;

    private TlsFiles(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.times = times();
        this.current = context();
    }

    /** Reads both files; they must fit together. */
    public static TlsFiles read(Path certificate, Path key) {
        try {
            return new TlsFiles(certificate, key);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new IllegalStateException(
                    "cannot use the TLS files " + certificate + " and " + key + ": " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** Looks for changed files on this clock; new connections get the new certificate. */
    public void watch(ScheduledExecutorService clock) {
        var unused = clock.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = current.newHandler(allocator);
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    private void look() {
        try {
            List<FileTime> found = times();
            if (!found.equals(times)) {
                current = context();
                times = found;
                LOG.info("TLS certificate reloaded file={}", certificate);
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // Half-written files come right with the next look.
            LOG.warn("TLS certificate not reloaded file={} cause={}", certificate, unreadable.getMessage());
        }
    }

    private SslContext context() throws SSLException {
        return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    private List<FileTime> times() throws IOException {
        return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    }
}
