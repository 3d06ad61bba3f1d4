package io.openintake.benchmarks.rig;

import io.openintake.benchmarks.process.Child;
import io.openintake.benchmarks.process.FreePorts;
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

/** A service as it ships: its own jar and the Java options of the quickstart, in a process of its own. */
public final class ServiceChild implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(200);
    private static final int OK = 200;

    private final Child child;
    private final URI readiness;
    private final long launchedNanos = System.nanoTime();
    private Duration startUp = Duration.ZERO;

    private ServiceChild(Child child, URI readiness) {
        this.child = child;
        this.readiness = readiness;
    }

    /** Starts it on a free port, which is not the one of its clients, and waits until it is ready. */
    public static ServiceChild start(ServiceName service, Path repository, Path folder, Map<String, String> settings)
            throws InterruptedException {
        int httpPort = FreePorts.find(1).getFirst();
        ServiceChild started = launch(service, new Place(repository, folder, httpPort), settings);
        try {
            started.awaitReady();
            return started;
        } catch (InterruptedException | RuntimeException failed) {
            started.close();
            throw failed;
        }
    }

    /**
     * @param folder for its log
     */
    record Place(Path repository, Path folder, int httpPort) {}

    static ServiceChild launch(ServiceName service, Place place, Map<String, String> settings) {
        Path jar = place.repository().resolve(service.text()).resolve("target/quarkus-app/quarkus-run.jar");
        List<String> arguments = new ArrayList<>(JvmOptions.of(service));
        // further options of its Java machine, for a profiler
        String more = System.getenv("OPENINTAKE_BENCH_%s_OPTIONS".formatted(service.name()));
        if (more != null && !more.isBlank()) {
            arguments.addAll(List.of(more.strip().split("\\s+")));
        }
        arguments.add("-Dquarkus.http.host=127.0.0.1");
        arguments.add("-Dquarkus.http.port=" + place.httpPort());
        settings.forEach((key, value) -> arguments.add("-D%s=%s".formatted(key, value)));
        arguments.addAll(List.of("-jar", jar.toString()));
        Child child = Child.quiet(service.text() + "-" + place.httpPort(), place.folder(), arguments);
        return new ServiceChild(child, URI.create("http://127.0.0.1:%d/q/health/ready".formatted(place.httpPort())));
    }

    /** The process id. */
    public long pid() {
        return child.pid();
    }

    /** How long it took from its launch to its readiness. */
    public Duration startUp() {
        return startUp;
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
            startUp = Duration.ofNanos(System.nanoTime() - launchedNanos);
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
