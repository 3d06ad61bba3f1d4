package io.openintake.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.ProvisioningReported.Outcome;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.Part;
import io.openintake.testkit.ServiceProcess;
import io.openintake.testkit.SharedBacking;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class ShippedServiceIT {
    @Test
    void startsAsShippedAndShowsUsageAsMetrics() throws Exception {
        try (BufferBench bench = new BufferBench();
                ServiceProcess service = ServiceProcess.of("buffer-service")
                        .property(
                                "kafka.bootstrap.servers",
                                SharedBacking.with(Part.KAFKA).kafkaBootstrap())
                        .property("intake.bus.replication-factor", "1")
                        .start()) {
            RunnerDefined runner = bench.runner(new Capacity(1_000, 10));
            IntakeDefined intake = bench.intake(runner);
            Eventually.equal(
                    "outcome",
                    Outcome.READY,
                    () -> bench.provisioning(intake)
                            .map(ProvisioningReported::outcome)
                            .orElse(null));
            bench.produce(intake, 3);
            Eventually.equal(
                    "messages", 3L, () -> bench.usage(runner).orElseThrow().messages());
            String metrics = get(service, "/q/metrics");
            assertTrue(
                    metrics.contains("intake_buffer_usage_messages{runner=\"" + runner.runner() + "\"} 3.0"), metrics);
            assertTrue(metrics.contains("intake_buffer_blocked{runner=\"" + runner.runner() + "\"} 0.0"), metrics);
        }
    }

    private static String get(ServiceProcess service, String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(service.http(path)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }
}
