package io.openintake.flusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.secret.CredentialCipher;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.Part;
import io.openintake.testkit.ServiceProcess;
import io.openintake.testkit.SharedBacking;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedServiceIT {
    @TempDir
    Path folder;

    @Test
    void flushesAsShippedWithAnEncryptedTokenAndShowsMetrics() throws Exception {
        Bytes key = Bytes.of(new byte[32]);
        Path keys = Files.writeString(
                folder.resolve("keys.json"), "{\"current\":\"k1\",\"keys\":{\"k1\":\"" + key.base64() + "\"}}");
        var catalog = SharedBacking.with(Part.KAFKA, Part.CATALOG).catalog();
        try (FlusherBench bench = new FlusherBench();
                ServiceProcess service = ServiceProcess.of("flusher-service")
                        .property("kafka.bootstrap.servers", bench.bootstrap())
                        .property("intake.bus.replication-factor", "1")
                        .property("intake.keys.file", keys.toString())
                        .property("intake.flusher.ordinal", "1")
                        .property("intake.flusher.sweep-interval", "500ms")
                        .property("intake.flusher.first-flush", "1s")
                        .property("intake.flusher.trusted-hosts", "127.0.0.1")
                        .start()) {
            IntakeDefined plain = bench.definition(1, Duration.ofDays(1));
            CredentialCipher cipher = new CredentialCipher("k1", Map.of("k1", key));
            bench.publish(cipher.seal(bench.intake, 1, catalog.personalAccessToken()));
            bench.publish(withToken(plain, new CatalogAuth.Dremio(catalog.tokenEndpoint())));
            bench.produce("{\"n\":1}", "{\"n\":2}", "broken");
            Eventually.equal("rows", Set.of(1L, 2L), () -> new TreeSet<>(bench.column("n")));
            Eventually.equal("dead letters", 1, () -> bench.deadLetters().size());
            Eventually.passes("metrics", () -> {
                String metrics = get(service, "/q/metrics");
                assertTrue(metrics.contains("intake_delivered_messages_total{intake=\"" + bench.intake + "\"} 2.0"));
                assertTrue(metrics.contains("intake_commits_total{result=\"ok\"}"));
                assertTrue(metrics.contains("intake_backlog_records{intake=\"" + bench.intake + "\"} 0.0"));
            });
        }
    }

    private static IntakeDefined withToken(IntakeDefined plain, CatalogAuth auth) {
        return new IntakeDefined(
                plain.intake(),
                plain.project(),
                plain.runner(),
                plain.version(),
                plain.displayName(),
                plain.target(),
                plain.partitioning(),
                auth,
                1,
                plain.policies(),
                plain.flushInterval(),
                plain.lifecycle());
    }

    private static String get(ServiceProcess service, String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(service.http(path)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }
}
