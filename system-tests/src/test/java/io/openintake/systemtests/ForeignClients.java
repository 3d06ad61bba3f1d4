package io.openintake.systemtests;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.openintake.launcher.stack.Backing;
import io.openintake.launcher.stack.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Clients and readers that nobody here wrote, in processes of their own. {@code system-tests/clients/install} brings
 * them; on a user's machine a missing one skips its test by name, in CI it fails it.
 */
public final class ForeignClients {
    private static final long LIMIT_SECONDS = 120;

    private ForeignClients() {}

    /** What a process came to. */
    public record Run(int exit, String out, String err) {
        public List<String> lines() {
            return out.lines().filter(line -> !line.isEmpty()).toList();
        }
    }

    /** kcat, that is librdkafka. */
    static Run kcat(Path config, String input, String... arguments) throws Exception {
        require("kcat", isOnPath("kcat"));
        List<String> command = new ArrayList<>(List.of("kcat", "-F", config.toString()));
        command.addAll(List.of(arguments));
        return run(command, Map.of(), input);
    }

    /** kafkajs, one message per line of the input. */
    static Run kafkajs(Map<String, String> environment, String topic, String input) throws Exception {
        Path node = cache().resolve("node");
        require("kafkajs", Files.isDirectory(node.resolve("node_modules/kafkajs")) && isOnPath("node"));
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("CLIENTS_NODE", node.toString());
        return run(List.of("node", script("produce.mjs"), topic), all, input);
    }

    /** The rows of a table as JSON objects, by DuckDB's Iceberg extension. */
    public static List<String> readTable(Backing backing, String namespace, String table) throws Exception {
        Path python = cache().resolve("python/bin/python");
        require("DuckDB", Files.isExecutable(python));
        Run run = run(
                List.of(
                        python.toString(),
                        script("read_table.py"),
                        backing.catalog().uri(),
                        backing.catalog().warehouse(),
                        namespace,
                        table),
                Map.of(
                        "S3_ENDPOINT", backing.s3().endpoint(),
                        "S3_ACCESS_KEY", backing.s3().accessKey(),
                        "S3_SECRET_KEY", backing.s3().secretKey()),
                "");
        if (run.exit() != 0) {
            fail("DuckDB could not read the table: " + run.err());
        }
        return run.lines();
    }

    public static Run run(List<String> command, Map<String, String> environment, String input)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("client", ".out");
        Path err = Files.createTempFile("client", ".err");
        Path in = Files.createTempFile("client", ".in");
        try {
            Files.writeString(in, input);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    fail(command.getFirst() + " did not end in " + LIMIT_SECONDS + " s: " + text(err));
                }
                return new Run(process.exitValue(), text(out), text(err));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
            Files.deleteIfExists(in);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Skips the test on a user's machine when a client is missing, and fails it in CI. */
    public static void require(String name, boolean isThere) {
        if (!isThere && System.getenv("CI") != null) {
            fail(name + " is missing; system-tests/clients/install brings it");
        }
        assumeTrue(isThere, name + " is missing; system-tests/clients/install brings it");
    }

    public static boolean isOnPath(String program) {
        for (String folder : System.getenv("PATH").split(java.io.File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** Where {@code clients/install} puts them. */
    public static Path cache() {
        String named = System.getenv("OPENINTAKE_CLIENTS");
        if (named != null) {
            return Path.of(named);
        }
        String base = System.getenv("XDG_CACHE_HOME");
        Path caches = base == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return caches.resolve("openintake/clients");
    }

    /** A file of {@code system-tests/clients}. */
    public static String script(String name) {
        return Installation.ofThisProcess()
                .root()
                .resolve("system-tests/clients")
                .resolve(name)
                .toString();
    }
}
