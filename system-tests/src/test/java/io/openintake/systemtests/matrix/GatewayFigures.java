package io.openintake.systemtests.matrix;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What the gateway measures, as Prometheus reads it. */
final class GatewayFigures {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI metrics;

    GatewayFigures(URI gateway) {
        this.metrics = gateway.resolve("/q/metrics");
    }

    /** Messages refused with error 19 so far. */
    long refusedForRoom() throws IOException, InterruptedException {
        return sum("intake_rejected_messages_total", "reason=\"not_enough_replicas\"");
    }

    /** Produce requests that are held at present. */
    long held() throws IOException, InterruptedException {
        return sum("intake_gateway_parked_requests", "");
    }

    /** Fetch requests answered so far. */
    long fetches() throws IOException, InterruptedException {
        return sum("intake_gateway_request_duration_seconds_count", "api=\"fetch\"");
    }

    private long sum(String meter, String label) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
        return (long) answer.body()
                .lines()
                .filter(line -> line.startsWith(meter + "{") || line.startsWith(meter + " "))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
