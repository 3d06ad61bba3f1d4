package io.openintake.backing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The child process as its users start it: from the copied jars, with its own class path. */
final class BackingProcess implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final Process process;
    private final String line;

    private BackingProcess(Process process, String line) {
        this.process = process;
        this.line = line;
    }

    static BackingProcess start(Path data, String... options) throws IOException {
        return start(List.of(), data, options);
    }

    /** The first arguments name a program that runs the command, for example env. */
    static BackingProcess start(List<String> wrapper, Path data, String... options) throws IOException {
        var command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "target/backing/lib/*",
                "io.openintake.backing.BackingMain",
                "--data",
                data.toString()));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // not closed: the reader belongs to the process, which the caller closes
        var reader = process.inputReader();
        return new BackingProcess(process, firstLine(reader));
    }

    String line() {
        return line;
    }

    JsonNode ready() throws IOException {
        if (!line.startsWith("READY ")) {
            throw new AssertionError("not ready: " + line);
        }
        return new ObjectMapper().readTree(line.substring("READY ".length()));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    void kill9() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** What the death of the parent looks like from here. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + LIMIT_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            kill9();
        }
    }

    private static String firstLine(BufferedReader reader) throws IOException {
        var first = reader.readLine();
        return first == null ? "" : first;
    }
}
