package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.it.Certificate;
import io.openintake.gateway.it.Login;
import io.openintake.testkit.Part;
import io.openintake.testkit.ServiceProcess;
import io.openintake.testkit.SharedBacking;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.junit.jupiter.api.Test;

/** The gateway as it ships. */
class ShippedIT {
    private static final int TERMINATED = 143;
    private static final Duration KAFKA_PYTHONS_PATIENCE = Duration.ofSeconds(2);

    @Test
    void isReadyNamesItsMetersAnswersAtOnceAndEndsOnRequest() throws Exception {
        Certificate certificate = Certificate.make();
        int port = freePort();
        try (ServiceProcess gateway = ServiceProcess.of("gateway")
                .property(
                        "kafka.bootstrap.servers",
                        SharedBacking.with(Part.KAFKA).kafkaBootstrap())
                .property("intake.bus.replication-factor", "1")
                .property("intake.gateway.listen", "127.0.0.1:" + port)
                .property(
                        "intake.gateway.tls.certificate",
                        certificate.certificate().toString())
                .property("intake.gateway.tls.key", certificate.key().toString())
                .start()) {
            Duration first = firstAnswers(certificate, port);
            assertTrue(first.compareTo(KAFKA_PYTHONS_PATIENCE) < 0, "took " + first);
            String metrics = get(gateway, "/q/metrics");
            assertTrue(metrics.contains("intake_gateway_connections 0.0"), metrics);
            assertTrue(metrics.contains("intake_gateway_request_duration_seconds_bucket{api=\"produce\""), metrics);
            assertTrue(metrics.contains("intake_gateway_request_duration_seconds_count{api=\"produce\"} 0"), metrics);
            refusesAnotherHandshake(certificate, port);
            gateway.stop();
            assertEquals(TERMINATED, gateway.awaitExit(Duration.ofSeconds(10)));
        }
    }

    /** What a client asks before it may send anything, on a process that has had no client yet. */
    private static Duration firstAnswers(Certificate certificate, int port) throws Exception {
        long begun = System.nanoTime();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try (Login login = Login.over(Login.secured(certificate.certificate().toString(), socket, ""))) {
            login.call(new ApiVersionsRequestData(), (short) 0, new ApiVersionsResponseData());
            assertTrue(login.offers("SCRAM-SHA-512"));
            byte[] token = "n,,n=somebody,r=abcdefgh".getBytes(StandardCharsets.US_ASCII);
            SaslAuthenticateResponseData challenge = login.call(
                    new SaslAuthenticateRequestData().setAuthBytes(token),
                    (short) 2,
                    new SaslAuthenticateResponseData());
            assertEquals(0, challenge.errorCode());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println("first answers of a fresh gateway after " + took.toMillis() + " ms");
        return took;
    }

    /** Handshakes within a connection would be work for nothing. */
    private static void refusesAnotherHandshake(Certificate certificate, int port) throws Exception {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        try (SSLSocket socket = Login.secured(certificate.certificate().toString(), plain, "")) {
            socket.setSoTimeout(15_000);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            socket.startHandshake();
            assertThrows(SSLException.class, () -> socket.getInputStream().read());
        }
    }

    @Test
    void doesNotStartWithoutACertificateAndSaysWhatToDo() {
        ServiceProcess gateway = ServiceProcess.of("gateway")
                .property("kafka.bootstrap.servers", "127.0.0.1:1")
                .property("intake.gateway.listen", "127.0.0.1:" + freePort())
                .launch();
        assertEquals(1, gateway.awaitExit(Duration.ofSeconds(60)));
        assertTrue(gateway.logTail().contains("set intake.gateway.tls.certificate"), gateway.logTail());
    }

    private static String get(ServiceProcess gateway, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.http(path)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
