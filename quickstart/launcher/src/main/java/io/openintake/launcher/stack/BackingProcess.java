package io.openintake.launcher.stack;

import io.openintake.launcher.folder.DataFolder;
import io.openintake.launcher.folder.Port;
import io.openintake.launcher.folder.Ports;
import io.openintake.launcher.folder.PrivateFile;
import io.openintake.launcher.folder.StackFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The child process that holds Kafka, PostgreSQL, S3 and the catalog; it ends by itself when this process is gone. */
final class BackingProcess {
    static final String NAME = "backing";

    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
    private static final String READY = "READY ";
    private static final String FAILED = "FAILED ";

    private final Process process;
    private final Path log;
    private final CompletableFuture<Backing> announced = new CompletableFuture<>();

    private BackingProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static BackingProcess launch(Installation installation, DataFolder folder, Ports ports) throws IOException {
        Path log = folder.logs().resolve(NAME + ".log");
        PrivateFile.createFolder(folder.backing());
        Path lib = installation.backingLibraries();
        if (!Files.isDirectory(lib)) {
            throw new StackFailure("%s is missing: run `./intake up`, which builds it.".formatted(lib));
        }
        List<String> command = new ArrayList<>(List.of(
                installation.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                lib + "/*",
                "io.openintake.backing.BackingMain",
                "--data",
                folder.backing().toString()));
        port(command, "--kafka-port", ports.number(Port.KAFKA));
        port(command, "--kafka-controller-port", ports.number(Port.KAFKA_CONTROLLER));
        port(command, "--postgres-port", ports.number(Port.POSTGRES));
        port(command, "--s3-port", ports.number(Port.S3));
        port(command, "--catalog-port", ports.number(Port.CATALOG));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        var backing = new BackingProcess(process, log);
        Thread.ofVirtual().name("backing-output").start(backing::listen);
        return backing;
    }

    Process process() {
        return process;
    }

    Path log() {
        return log;
    }

    /** Waits until all parts run. */
    Backing awaitReady() throws InterruptedException {
        try {
            return announced.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StackFailure(
                    "The backing was not up after %d s. Its log (%s) ends with:%n%s"
                            .formatted(START_LIMIT.toSeconds(), log, LogFile.tail(log)),
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackFailure told
                    ? told
                    : new StackFailure("The backing: " + e.getCause(), e);
        }
    }

    void stop() {
        Termination.stop(process, STOP_LIMIT);
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                hear(line);
                line = lines.readLine();
            }
        } catch (IOException closed) {
            // the process is gone; that is told below
        }
        announced.completeExceptionally(new StackFailure(
                "The backing ended while it started. Its log (%s) ends with:%n%s".formatted(log, LogFile.tail(log))));
    }

    private void hear(String line) {
        if (line.startsWith(READY)) {
            announced.complete(Backing.parse(line.substring(READY.length())));
        } else if (line.startsWith(FAILED)) {
            announced.completeExceptionally(new StackFailure(
                    "The backing did not start: %s (log: %s)".formatted(line.substring(FAILED.length()), log)));
        }
    }

    private static void port(List<String> command, String option, int number) {
        command.add(option);
        command.add(Integer.toString(number));
    }
}
