package io.openintake.benchmarks.rig;

import io.openintake.benchmarks.process.Child;
import io.openintake.contracts.ServiceName;
import io.openintake.launcher.stack.JvmOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway as it ships: its own jar and the Java options of the quickstart, in a process of its own. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(200);
    private static final int OK = 200;
    /** Further options of its Java machine, for a profiler. */
    private static final String MORE_OPTIONS = "OPENINTAKE_BENCH_GATEWAY_OPTIONS";

    private final Child child;
    private final URI readiness;

    private GatewayProcess(Child child, URI readiness) {
        this.child = child;
        this.readiness = readiness;
    }

    static GatewayProcess launch(Path repository, Path folder, int httpPort, Map<String, String> settings) {
        Path jar = repository.resolve("gateway/target/quarkus-app/quarkus-run.jar");
        List<String> arguments = new ArrayList<>(JvmOptions.of(ServiceName.GATEWAY));
        String more = System.getenv(MORE_OPTIONS);
        if (more != null && !more.isBlank()) {
            arguments.addAll(List.of(more.strip().split("\\s+")));
        }
        arguments.add("-Dquarkus.http.host=127.0.0.1");
        arguments.add("-Dquarkus.http.port=" + httpPort);
        settings.forEach((key, value) -> arguments.add("-D%s=%s".formatted(key, value)));
        arguments.addAll(List.of("-jar", jar.toString()));
        Child child = Child.quiet("gateway-" + httpPort, folder, arguments);
        return new GatewayProcess(child, URI.create("http://127.0.0.1:%d/q/health/ready".formatted(httpPort)));
    }

    /** The process id. */
    public long pid() {
        return child.pid();
    }

    @Override
    public void close() {
        child.close();
    }

    void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
            while (!isReady(http)) {
                if (!child.isAlive() || System.nanoTime() > deadline) {
                    throw child.failure("is not ready");
                }
                Thread.sleep(PROBE_PAUSE);
            }
        }
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        HttpRequest probe =
                HttpRequest.newBuilder(readiness).timeout(PROBE_LIMIT).build();
        try {
            return http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException notYet) {
            return false;
        }
    }
}
