package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.it.Certificate;
import io.openintake.gateway.it.Clients;
import io.openintake.gateway.it.Plan;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import io.openintake.testkit.Eventually;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The certificate in the course of time. */
class CertificateIT {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Held, because loggers that nobody holds are forgotten with their handlers. */
    private static final Logger LOG = Logger.getLogger("io.openintake.gateway.netty.TlsFiles");

    @Test
    void aNewCertificateServesNewConnectionsAndDropsNone() throws Exception {
        Certificate files = Certificate.make();
        Certificate renewed = Certificate.make();
        try (RunningGateway gateway = new Plan().certificate(files, LOOK).start()) {
            Tenant tenant = gateway.tenant(1);
            BigInteger first = serial(gateway);
            try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, Map.of())) {
                send(producer, tenant);
                double connections = connections(producer);

                refusals(() -> Files.writeString(files.certificate(), "broken", StandardCharsets.US_ASCII));
                assertEquals(first, serial(gateway), "a broken file changes nothing");
                refusals(() -> replace(renewed.certificate(), files.certificate()));
                assertEquals(first, serial(gateway), "a certificate without its key changes nothing");
                replace(renewed.key(), files.key());
                Eventually.holds(
                        "the new certificate is served", () -> !serial(gateway).equals(first));

                send(producer, tenant);
                assertEquals(connections, connections(producer), "the producer's connection went on");
            }
            assertNotEquals(first, serial(gateway));
            assertTrue(gateway.gauge("intake.gateway.certificate.expiry.timestamp.seconds") > 0);
        }
    }

    @Test
    void onlyTodaysVersionsOfTlsAreSpoken() throws Exception {
        try (RunningGateway gateway = RunningGateway.withTls()) {
            assertEquals("TLSv1.3", handshake(gateway, "TLSv1.3").getSession().getProtocol());
            try (SSLSocket older = handshake(gateway, "TLSv1.2")) {
                assertTrue(older.getSession().getCipherSuite().contains("_ECDHE_"));
            }
            for (String version : new String[] {"TLSv1.1", "TLSv1"}) {
                assertThrows(SSLException.class, () -> handshake(gateway, version));
            }
        }
    }

    /** Does it, and waits until the gateway has looked and said that it does not take what it found. */
    private static void refusals(Change change) throws Exception {
        java.util.concurrent.atomic.AtomicInteger refused = new java.util.concurrent.atomic.AtomicInteger();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getMessage().contains("not reloaded")) {
                    refused.incrementAndGet();
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOG.addHandler(handler);
        try {
            change.make();
            Eventually.holds("the gateway says that the file is unusable", () -> refused.get() > 0);
        } finally {
            LOG.removeHandler(handler);
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    private static void replace(java.nio.file.Path by, java.nio.file.Path file) throws IOException {
        Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, Tenant tenant) throws Exception {
        producer.send(new ProducerRecord<>(tenant.intake().topic(), new byte[] {'{', '}'}))
                .get(20, TimeUnit.SECONDS);
    }

    private static double connections(KafkaProducer<?, ?> producer) {
        return producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("connection-creation-total"))
                .filter(metric -> metric.metricName().group().equals("producer-metrics"))
                .mapToDouble(metric -> (Double) metric.metricValue())
                .sum();
    }

    private static BigInteger serial(RunningGateway gateway) throws Exception {
        try (SSLSocket socket = handshake(gateway, "TLSv1.3")) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private static SSLSocket handshake(RunningGateway gateway, String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anyone()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(gateway.address().getAddress(), gateway.address().getPort());
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    /** What is looked at is which certificate comes, not whether it is good. */
    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
