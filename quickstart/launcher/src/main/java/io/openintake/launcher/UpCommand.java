package io.openintake.launcher;

import io.openintake.launcher.Arguments.Stay;
import io.openintake.launcher.demo.Demonstration;
import io.openintake.launcher.folder.StackFailure;
import io.openintake.launcher.stack.Endpoints;
import io.openintake.launcher.stack.Installation;
import io.openintake.launcher.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Starts the whole, plays the demo, and then either stays until it is told to stop or stops at once. */
final class UpCommand {
    private static final long LEAST_FREE_BYTES = 1L << 30;
    private static final int MAX_PROBLEMS = 20;

    private final Installation installation;
    private final Console console;

    UpCommand(Installation installation, Console console) {
        this.installation = installation;
        this.console = console;
    }

    /** Whether all went well. */
    boolean run(Arguments.Up arguments, Path usual) throws IOException, InterruptedException {
        boolean passing = arguments.stay() == Stay.NO && arguments.data().isEmpty();
        Path data = passing
                ? Files.createTempDirectory("openintake-")
                : arguments.data().orElse(usual);
        Stack stack = Stack.over(data, installation);
        logLibrariesTo(stack.folder().logs().resolve("launcher.log"));
        var ending = new Ending(stack, console, passing ? Ending.Folder.DELETED : Ending.Folder.KEPT);
        Thread onSignal = new Thread(ending::end, "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            requireSpace(data);
            Endpoints endpoints = stack.start(console);
            Demonstration.Shown shown = play(stack, endpoints);
            boolean good = report(shown, endpoints, stack, arguments.stay());
            if (arguments.stay() == Stay.YES && good) {
                console.print(stack.broken().join());
                return false;
            }
            if (!good) {
                ending.saveLogs(savedLogs());
            }
            return good;
        } catch (StackFailure | IOException failure) {
            if (ending.isBegun()) {
                return false;
            }
            ending.saveLogs(savedLogs());
            throw failure;
        } finally {
            ending.end();
        }
    }

    /** The demo, cut short when a process dies meanwhile. */
    private Demonstration.Shown play(Stack stack, Endpoints endpoints) {
        var demonstration = new Demonstration(endpoints, stack.folder(), Clock.systemUTC(), console);
        CompletableFuture<Demonstration.Shown> played = new CompletableFuture<>();
        Thread.ofVirtual().name("demo").start(() -> {
            try {
                played.complete(demonstration.play());
            } catch (IOException | InterruptedException | RuntimeException e) {
                played.completeExceptionally(e);
            }
        });
        try {
            CompletableFuture.anyOf(played, stack.broken()).join();
        } catch (CompletionException e) {
            throw failure(e);
        }
        if (stack.broken().isDone()) {
            throw new StackFailure(stack.broken().join());
        }
        return played.join();
    }

    private static StackFailure failure(CompletionException e) {
        return e.getCause() instanceof StackFailure told
                ? told
                : new StackFailure("The demo failed: " + e.getCause(), e);
    }

    private boolean report(Demonstration.Shown shown, Endpoints endpoints, Stack stack, Stay stay) {
        long firstRowSeconds = console.secondsUntil(shown.firstRow());
        var report = new Report(shown, firstRowSeconds);
        console.print(report.text());
        shown.problems().stream().limit(MAX_PROBLEMS).forEach(problem -> console.print("WRONG: " + problem));
        switch (stay) {
            case YES -> {
                console.print(new Snippets(endpoints, shown.demo(), shown.apiPrefix(), stack.folder()).text());
                console.print(
                        "\nRunning. Ctrl-C, or `./intake down` in another terminal, stops it; the data stay in %s."
                                .formatted(stack.folder().path()));
            }
            case NO -> console.print(report.summary());
        }
        return shown.problems().isEmpty();
    }

    private Path savedLogs() {
        return installation.root().resolve("target/intake-logs");
    }

    private static void requireSpace(Path data) throws IOException {
        long free = Files.getFileStore(data).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new StackFailure("""
                    The disk of %s has only %d MiB left; OpenIntake wants at least %d MiB. \
                    Free some space, or name another folder with --data.\
                    """.formatted(data, free >> 20, LEAST_FREE_BYTES >> 20));
        }
    }

    private static void logLibrariesTo(Path log) {
        System.setProperty("org.slf4j.simpleLogger.logFile", log.toString());
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSS");
    }
}
