package io.openintake.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Real Kafka, PostgreSQL, S3 and Iceberg catalog in a child process, started for a test and gone with it. */
public final class Backing implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final String READY = "READY ";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path data;
    private final Runnable afterwards;
    private final List<String> options;
    private final ChildJvm child;
    private final JsonNode access;

    private Backing(Path data, List<String> options, Runnable afterwards) {
        this.data = data;
        this.options = options;
        this.afterwards = afterwards;
        this.child = launch(data, options);
        this.access = awaitReady(child);
    }

    /** Starts these parts (all, if none is named) on free ports and in a folder of their own, deleted at the close. */
    public static Backing start(Part... parts) {
        return startWith(List.of(), parts);
    }

    /** The same with further options of the child process. */
    public static Backing startWith(List<String> options, Part... parts) {
        try {
            var data = Files.createTempDirectory("openintake-backing");
            var all = new ArrayList<>(only(parts));
            all.addAll(options);
            return new Backing(data, List.copyOf(all), () -> delete(data));
        } catch (IOException e) {
            throw new IllegalStateException("cannot make a folder for the backing", e);
        }
    }

    /** One more broker of this backing's cluster, in a process of its own; this one keeps the controller. */
    public Backing broker(int node, List<String> options) {
        var all = new ArrayList<>(options);
        all.addAll(List.of(
                "--kafka-join", node + "@" + access.required("kafkaCluster").textValue()));
        return startWith(all, Part.KAFKA);
    }

    /** Starts in a folder that the caller keeps, with further options of the child process (its README lists them). */
    public static Backing startIn(Path data, List<String> options, Part... parts) {
        var all = new ArrayList<>(only(parts));
        all.addAll(options);
        return new Backing(data, List.copyOf(all), () -> {});
    }

    public String kafkaBootstrap() {
        return access.required("kafka").textValue();
    }

    public BackingAccess.Postgres postgres() {
        return BackingAccess.Postgres.of(access.required("postgres"));
    }

    public BackingAccess.S3 s3() {
        return BackingAccess.S3.of(access.required("s3"));
    }

    public BackingAccess.Catalog catalog() {
        return BackingAccess.Catalog.of(access.required("catalog"));
    }

    /** Whether the part was asked for, or is there because another one needs it. */
    public boolean has(Part part) {
        return access.has(part.label());
    }

    public long pid() {
        return child.process().pid();
    }

    /** Ends the whole infrastructure as a crash of its machine would; {@link #restarted} brings it back. */
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

    /** A new process on the same folder and the same ports, after {@link #kill9}; close the returned one only. */
    public Backing restarted() {
        var again = new ArrayList<>(options);
        if (has(Part.KAFKA)) {
            again.addAll(List.of("--kafka-port", port(kafkaBootstrap())));
            if (!options.contains("--kafka-join")) {
                // the other brokers of its cluster know it by this address
                var controller = access.required("kafkaCluster").textValue();
                again.addAll(List.of("--kafka-controller-port", port(controller)));
            }
        }
        if (has(Part.POSTGRES)) {
            again.addAll(List.of("--postgres-port", Integer.toString(postgres().port())));
        }
        if (has(Part.S3)) {
            again.addAll(List.of("--s3-port", port(s3().endpoint())));
        }
        if (has(Part.CATALOG)) {
            again.addAll(List.of("--catalog-port", port(catalog().uri())));
        }
        return new Backing(data, List.copyOf(again), afterwards);
    }

    @Override
    public void close() {
        if (child.process().isAlive()) {
            // a frozen process could not obey
            thaw();
        }
        child.stop(STOP_LIMIT);
        afterwards.run();
    }

    @Override
    public String toString() {
        return child.toString();
    }

    private static List<String> only(Part... parts) {
        return parts.length == 0
                ? List.of()
                : List.of("--only", Arrays.stream(parts).map(Part::label).collect(Collectors.joining(",")));
    }

    private static ChildJvm launch(Path data, List<String> options) {
        var jars = Checkout.root().resolve("quickstart/backing/target/backing/lib");
        if (!Files.isDirectory(jars)) {
            throw new IllegalStateException("the folder " + jars
                    + " is missing: build module quickstart/backing first (mvnw -pl quickstart/backing package)");
        }
        var name = "backing-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
        var command = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jars.resolve("*").toString(),
                "io.openintake.backing.BackingMain",
                "--data",
                data.toString()));
        command.addAll(options);
        return ChildJvm.talking(name, Checkout.logs().resolve(name + ".log"), command);
    }

    private static JsonNode awaitReady(ChildJvm child) {
        var firstLine = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().name("backing-output").start(() -> read(child, firstLine));
        try {
            var line = firstLine.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (line.startsWith(READY)) {
                return JSON.readTree(line.substring(READY.length()));
            }
            throw failure(child, line.isEmpty() ? "it ended" : line);
        } catch (TimeoutException e) {
            throw failure(child, "it is not ready after " + START_LIMIT.toSeconds() + " s");
        } catch (ExecutionException | JsonProcessingException e) {
            throw failure(child, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(child, "this thread was interrupted");
        }
    }

    /** Reads on to the end, so that the child is never held up by a full pipe. */
    private static void read(ChildJvm child, CompletableFuture<String> firstLine) {
        try (var lines =
                new BufferedReader(new InputStreamReader(child.process().getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                firstLine.complete(line);
            }
            firstLine.complete("");
        } catch (IOException e) {
            firstLine.completeExceptionally(e);
        }
    }

    private static IllegalStateException failure(ChildJvm child, String reason) {
        child.stop(STOP_LIMIT);
        return new IllegalStateException("%s did not start: %s%n%s".formatted(child, reason, child.tail()));
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var content = Files.walk(folder)) {
            for (var path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete " + folder, e);
        }
    }
}
