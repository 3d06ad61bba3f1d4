package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.testkit.Part;
import io.openintake.testkit.ServiceProcess;
import io.openintake.testkit.SharedBacking;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The gateway as it ships. */
class ShippedIT {
    private static final int TERMINATED = 143;

    @Test
    void isReadyNamesItsMetersAndEndsOnRequest() throws Exception {
        Certificate certificate = Certificate.make();
        try (ServiceProcess gateway = ServiceProcess.of("gateway")
                .property(
                        "kafka.bootstrap.servers",
                        SharedBacking.with(Part.KAFKA).kafkaBootstrap())
                .property("intake.bus.replication-factor", "1")
                .property("intake.gateway.listen", "127.0.0.1:" + freePort())
                .property(
                        "intake.gateway.tls.certificate",
                        certificate.certificate().toString())
                .property("intake.gateway.tls.key", certificate.key().toString())
                .start()) {
            String metrics = get(gateway, "/q/metrics");
            assertTrue(metrics.contains("intake_gateway_connections 0.0"), metrics);
            assertTrue(metrics.contains("intake_gateway_request_duration_seconds_bucket{api=\"produce\""), metrics);
            gateway.stop();
            assertEquals(TERMINATED, gateway.awaitExit(Duration.ofSeconds(10)));
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
        } catch (java.io.IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
