package io.openintake.gateway.kafka.warmup;

import io.openintake.gateway.app.Directory;
import io.openintake.gateway.app.Links;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in and produces through a listener that nobody else knows, as a user who exists for that long only, to a broker
 * that is none: kafka-python gives a broker two seconds for its first answers, which a cold JVM does not always manage.
 */
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final int MAX_ROUNDS = 40;
    private static final List<CompressionType> CODECS = List.of(CompressionType.values());

    private final ScratchTenant tenant = new ScratchTenant();

    /** The users of the listener. */
    public Directory directory() {
        return tenant.directory();
    }

    /** The cluster behind the listener. */
    public Links cluster() {
        return new ScratchBroker(tenant.topic());
    }

    /** Runs until it is warm or the patience ends; a failure is no reason not to serve. */
    public void run(InetSocketAddress listener, Optional<X509Certificate> certificate) {
        long begun = System.nanoTime();
        int rounds = 0;
        try {
            SocketFactory sockets = certificate.isPresent() ? trusting(certificate.get()) : SocketFactory.getDefault();
            while (rounds < MAX_ROUNDS && System.nanoTime() - begun < LONGEST.toNanos()) {
                try (Socket socket = sockets.createSocket(listener.getAddress(), listener.getPort());
                        ScratchClient client = new ScratchClient(socket)) {
                    round(client, rounds++, certificate.isPresent());
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException failed) {
            LOG.warn("warm-up failed, the first clients may wait longer", failed);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        LOG.info("gateway warmed up rounds={} durationMs={}", rounds, took.toMillis());
    }

    private void round(ScratchClient client, int round, boolean insideTls)
            throws IOException, GeneralSecurityException {
        client.probe();
        if (insideTls && round % 3 == 0) {
            client.plain(tenant.userName(), tenant.password());
        } else {
            ScramMechanism mechanism = round % 2 == 0 ? ScramMechanism.SCRAM_SHA_256 : ScramMechanism.SCRAM_SHA_512;
            client.scram(mechanism, tenant.userName(), tenant.password());
        }
        client.metadata();
        client.produce(tenant.topic(), CODECS.get(round % CODECS.size()));
    }

    /** Trusts the one certificate that the listener shows, whoever signed it and whatever it names. */
    private static SocketFactory trusting(X509Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("own", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
