package io.openintake.benchmarks.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process that ends with this one; what it says on standard error is in a file. */
public final class Child implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int TAIL_LINES = 30;

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedReader output;
    private final Thread atExit = new Thread(this::end);

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts Java with these arguments; standard output goes to the log. */
    public static Child quiet(String name, Path folder, List<String> arguments) {
        Path log = folder.resolve(name + ".log");
        return start(name, log, builder(arguments).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    }

    /** Starts Java with these arguments; standard output is for {@link #readLine}. */
    public static Child talking(String name, Path folder, List<String> arguments) {
        return start(name, folder.resolve(name + ".log"), builder(arguments));
    }

    /** Starts a main class of the benchmarks with their own class path, output for {@link #readLine}. */
    public static Child ofOurs(Class<?> main, Path folder, List<String> jvmOptions, List<String> arguments) {
        List<String> all = new ArrayList<>(jvmOptions);
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        all.addAll(arguments);
        return talking(main.getSimpleName(), folder, all);
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended by itself. */
    public void awaitSuccess(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
            throw failure("did not succeed");
        }
        close();
    }

    /** Sends a line. */
    public void writeLine(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
        } catch (IOException gone) {
            throw failure("takes no more orders");
        }
    }

    /** The next line it says; a failure when it ends instead. */
    public String readLine() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw failure("ended");
            }
            return line;
        } catch (IOException gone) {
            throw failure("cannot be read");
        }
    }

    /** An exception with the end of its log. */
    public IllegalStateException failure(String what) {
        return new IllegalStateException("%s %s; its log (%s) ends with:%n%s".formatted(name, what, log, tail()));
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // the hook is about to run anyway
        }
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "(cannot be read: " + unreadable.getMessage() + ")";
        }
    }

    private static ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private static Child start(String name, Path log, ProcessBuilder builder) {
        try {
            builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            return new Child(name, log, builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + name, failed);
        }
    }
}
