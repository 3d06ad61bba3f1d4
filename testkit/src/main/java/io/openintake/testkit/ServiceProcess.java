package io.openintake.testkit;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service as it ships (its fast-jar) in a child process of the test, gone with the test at the latest. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build();

    private final ChildJvm child;
    private final int httpPort;

    private ServiceProcess(ChildJvm child, int httpPort) {
        this.child = child;
        this.httpPort = httpPort;
    }

    /** What to start: the module's folder name, for example {@code flusher-service}. */
    public static Order of(String module) {
        return new Order(module);
    }

    /** An address of the service's HTTP server. */
    public URI http(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(httpPort, path));
    }

    public int httpPort() {
        return httpPort;
    }

    public long pid() {
        return child.process().pid();
    }

    public boolean isAlive() {
        return child.process().isAlive();
    }

    /** The end of what it wrote, for failure messages. */
    public String logTail() {
        return child.tail();
    }

    /** Waits until it answers "ready"; fails early if it has ended. */
    public ServiceProcess awaitReady() {
        try {
            Eventually.within(READY_LIMIT).untilHolds(child + " is ready or gone", () -> !isAlive() || isReady());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + System.lineSeparator() + child.tail(), e);
        }
        if (!isAlive()) {
            throw new AssertionError(
                    "%s ended with code %d%n%s".formatted(child, child.process().exitValue(), child.tail()));
        }
        return this;
    }

    /** Waits until it has ended by itself, for example at a failpoint, and returns its exit code (137: killed). */
    public int awaitExit(Duration limit) {
        try {
            if (child.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return child.process().exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("%s has not ended within %s%n%s".formatted(child, limit, child.tail()));
    }

    /** Ends it as a crash would. */
    public void kill9() {
        child.kill9();
    }

    /** Stops it where it stands, as a long pause of its machine would (SIGSTOP). */
    public void freeze() {
        child.signal("STOP");
    }

    /** Lets it run on after {@link #freeze}. */
    public void thaw() {
        child.signal("CONT");
    }

    /** Ends it in good order (SIGTERM). */
    public void stop() {
        child.stop(STOP_LIMIT);
    }

    @Override
    public void close() {
        if (isAlive()) {
            // a frozen process could not obey
            child.signal("CONT");
        }
        stop();
    }

    @Override
    public String toString() {
        return child.toString();
    }

    private boolean isReady() throws IOException, InterruptedException {
        var probe = HttpRequest.newBuilder(http("/q/health/ready"))
                .timeout(PROBE_LIMIT)
                .build();
        return HTTP.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    /** The command line of a service, gathered step by step. */
    public static final class Order {
        private final String module;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> javaOptions = new ArrayList<>();
        private final List<Path> classPath = new ArrayList<>();

        private Order(String module) {
            this.module = module;
            property("quarkus.http.host", "127.0.0.1");
        }

        /** A system property, which overrides every other source of configuration. */
        public Order property(String key, String value) {
            properties.put(key, value);
            return this;
        }

        public Order environment(String key, String value) {
            environment.put(key, value);
            return this;
        }

        /** A further option of the Java machine; the defaults are 256 MiB, the serial collector and quick starts. */
        public Order javaOption(String option) {
            javaOptions.add(option);
            return this;
        }

        /** A folder or jar beside the service's own, visible to the system class loader. */
        public Order classPath(Path entry) {
            classPath.add(entry);
            return this;
        }

        /** Orders for {@link HaltAt}, for example {@code f.afterPost:1:halt}. */
        public Order failAt(String orders) {
            property("openintake.failpoints", HaltAt.class.getName());
            property("openintake.fail", orders);
            return classPath(locationOfHaltAt());
        }

        /** Starts it and waits until it is ready. */
        public ServiceProcess start() {
            var launched = launch();
            try {
                return launched.awaitReady();
            } catch (AssertionError e) {
                launched.kill9();
                throw e;
            }
        }

        /** Starts it and does not wait. */
        public ServiceProcess launch() {
            var port = properties.containsKey("quarkus.http.port")
                    ? Integer.parseInt(properties.get("quarkus.http.port"))
                    : freePort();
            property("quarkus.http.port", Integer.toString(port));
            var name = "%s-%d-%d".formatted(module, ProcessHandle.current().pid(), COUNT.incrementAndGet());
            var log = Checkout.logs().resolve(name + ".log");
            return new ServiceProcess(ChildJvm.silent(name, log, command(), environment), port);
        }

        private List<String> command() {
            var jar = Checkout.root().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
            if (!Files.isRegularFile(jar)) {
                throw new IllegalStateException("%s is missing: build module %s first".formatted(jar, module));
            }
            var command = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
            command.addAll(javaOptions);
            properties.forEach((key, value) -> command.add("-D%s=%s".formatted(key, value)));
            var entries = new ArrayList<>(List.of(jar.toString()));
            classPath.forEach(entry -> entries.add(entry.toString()));
            command.addAll(List.of(
                    "-cp", String.join(File.pathSeparator, entries), "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
            return command;
        }

        private static int freePort() {
            try (var socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new IllegalStateException("no free port", e);
            }
        }

        private static Path locationOfHaltAt() {
            try {
                return Path.of(HaltAt.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("the folder of the testkit has no usable name", e);
            }
        }
    }
}
