package io.openintake.systemtests.faults;

import io.openintake.launcher.stack.Backing;
import io.openintake.launcher.stack.Installation;
import io.openintake.systemtests.Tenant;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Iceberg's own Kafka Connect sink in a standalone Connect worker, a process of its own. */
final class ConnectSink implements AutoCloseable {
    private final Path folder;
    private final Path lib;
    private Process process;

    ConnectSink(Backing backing, String catalog, String topic, String table) throws IOException {
        Path target = Installation.ofThisProcess().root().resolve("system-tests/target/connect-sink");
        this.lib = target.resolve("lib");
        this.folder = Files.createDirectories(target.resolve(table));
        Files.deleteIfExists(folder.resolve("offsets"));
        write(
                "worker.properties",
                Map.of(
                        "bootstrap.servers", backing.kafka(),
                        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                        "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                        "value.converter.schemas.enable", "false",
                        "plugin.discovery", "only_scan",
                        "offset.storage.file.filename",
                                folder.resolve("offsets").toString(),
                        "offset.flush.interval.ms", "1000",
                        "listeners", "http://127.0.0.1:" + freePort()));
        write("sink.properties", sink(backing, catalog, topic, table));
    }

    private static Map<String, String> sink(Backing backing, String catalog, String topic, String table) {
        Map<String, String> sink = new HashMap<>(Map.of(
                "name",
                "sink-" + table,
                "connector.class",
                "org.apache.iceberg.connect.IcebergSinkConnector",
                "tasks.max",
                "1",
                "topics",
                topic,
                "iceberg.tables",
                Tenant.NAMESPACE + "." + table,
                "iceberg.control.topic",
                topic + "-control",
                "iceberg.control.commit.interval-ms",
                "2000",
                "iceberg.control.commit.timeout-ms",
                "10000"));
        sink.putAll(Map.of(
                "iceberg.catalog.type", "rest",
                "iceberg.catalog.uri", catalog,
                "iceberg.catalog.warehouse", backing.catalog().warehouse(),
                "iceberg.catalog.io-impl", "org.apache.iceberg.aws.s3.S3FileIO",
                "iceberg.catalog.http-client.type", "urlconnection"));
        return sink;
    }

    /** Whether its jars were fetched. */
    static boolean isThere() {
        return Files.isDirectory(Installation.ofThisProcess().root().resolve("system-tests/target/connect-sink/lib"));
    }

    void start() throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx384m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        lib + "/*",
                        "org.apache.kafka.connect.cli.ConnectStandalone",
                        folder.resolve("worker.properties").toString(),
                        folder.resolve("sink.properties").toString()))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private void write(String name, Map<String, String> settings) throws IOException {
        Stream<String> lines = settings.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue());
        Files.writeString(folder.resolve(name), lines.sorted().collect(Collectors.joining("\n", "", "\n")));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
