package io.openintake.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process that ends with this one at the latest, and writes what it says to a file. */
final class ChildJvm {
    private static final int TAIL_LINES = 60;
    /** Java runs all shutdown hooks side by side; this one is only for children that a test did not stop. */
    private static final Duration LAST_STOP_LIMIT = Duration.ofSeconds(5);

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread atExit;

    private ChildJvm(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.atExit = new Thread(() -> stop(LAST_STOP_LIMIT), "stop-" + name);
    }

    /** Standard output is left to the caller; standard error goes to the log. */
    static ChildJvm talking(String name, Path log, List<String> arguments) {
        var builder = builder(arguments).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return start(name, log, builder);
    }

    /** Both outputs go to the log. */
    static ChildJvm silent(String name, Path log, List<String> arguments, Map<String, String> environment) {
        var builder = builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return start(name, log, builder);
    }

    Process process() {
        return process;
    }

    /** The end of the log, for failure messages. */
    String tail() {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(its log " + log + " cannot be read: " + e + ")";
        }
    }

    /** Sends it a signal by name, for example {@code STOP}. */
    void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot signal " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it as a crash would: no hook runs, nothing is flushed. */
    void kill9() {
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
        forget();
    }

    /** Asks it to end (end of its input, then SIGTERM), and after the limit kills it. */
    void stop(Duration limit) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has gone already
        }
        process.destroy();
        if (!await(limit)) {
            process.destroyForcibly();
            await(Duration.ofSeconds(5));
        }
        forget();
    }

    @Override
    public String toString() {
        return "%s (pid %d, log %s)".formatted(name, process.pid(), log);
    }

    private static ProcessBuilder builder(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private static ChildJvm start(String name, Path log, ProcessBuilder builder) {
        try {
            var child = new ChildJvm(name, log, builder.start());
            Runtime.getRuntime().addShutdownHook(child.atExit);
            return child;
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + name, e);
        }
    }

    private boolean await(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the hooks run already
        }
    }
}
