package io.openintake.benchmarks.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.benchmarks.process.Child;
import io.openintake.launcher.stack.Backing;
import java.nio.file.Path;
import java.util.List;

/** The quickstart's own Kafka, S3 and Iceberg catalog, in one process. */
public final class EmbeddedBacking implements AutoCloseable {
    private static final String READY = "READY ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Child child;
    private final JsonNode access;

    private EmbeddedBacking(Child child, JsonNode access) {
        this.child = child;
        this.access = access;
    }

    /**
     * Starts it and waits until it can be used.
     *
     * @param parts for example {@code kafka,catalog}
     * @param heap for example {@code 1g}
     */
    public static EmbeddedBacking start(Path repository, Path folder, String parts, String heap) {
        List<String> arguments = List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                repository.resolve("quickstart/backing/target/backing/lib") + "/*",
                "io.openintake.backing.BackingMain",
                "--data",
                folder.resolve("backing").toString(),
                "--only",
                parts);
        Child child = Child.talking("backing", folder, arguments);
        String line = child.readLine();
        if (!line.startsWith(READY)) {
            child.close();
            throw child.failure("said " + line);
        }
        try {
            return new EmbeddedBacking(child, JSON.readTree(line.substring(READY.length())));
        } catch (JsonProcessingException garbled) {
            child.close();
            throw new IllegalStateException("the backing said what is not JSON", garbled);
        }
    }

    /** The process id. */
    public long pid() {
        return child.pid();
    }

    /** Where Kafka listens. */
    public String kafka() {
        return access.required("kafka").textValue();
    }

    /** The catalog, if it was asked for. */
    public Backing.Catalog catalog() {
        JsonNode catalog = access.required("catalog");
        return new Backing.Catalog(
                catalog.required("uri").textValue(),
                catalog.required("warehouse").textValue(),
                catalog.required("tokenEndpoint").textValue(),
                catalog.required("personalAccessToken").textValue());
    }

    @Override
    public void close() {
        child.close();
    }
}
