package io.openintake.backing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Ends the PostgreSQL server that a killed process of ours left behind: it would keep its folder from being used. */
final class OrphanedPostgres {
    private static final String PID_FILE = "postmaster.pid";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 50;

    private OrphanedPostgres() {}

    /** The caller holds the data folder's lock, so whichever server runs in it has lost its owner. */
    static void stopIn(Path folder) throws IOException {
        var pidFile = folder.resolve(PID_FILE);
        if (!Files.exists(pidFile)) {
            return;
        }
        var server = serverIn(folder);
        if (server.isPresent()) {
            stop(server.get(), folder);
        }
        // a number that another program has now would make PostgreSQL refuse to start
        Files.deleteIfExists(pidFile);
    }

    /** The server that uses the folder, if one does. */
    static Optional<ProcessHandle> serverIn(Path folder) throws IOException {
        var pidFile = folder.resolve(PID_FILE);
        var first = Files.readAllLines(pidFile).stream().findFirst().orElse("").strip();
        return first.matches("[0-9]{1,18}")
                ? ProcessHandle.of(Long.parseLong(first)).filter(process -> runsIn(process, folder))
                : Optional.empty();
    }

    /** Process ids are used again, so the number alone proves nothing. */
    private static boolean runsIn(ProcessHandle process, Path folder) {
        var information = process.info();
        var said = information.commandLine().orElse("")
                + String.join(" ", information.arguments().orElse(new String[0]));
        return said.contains("postgres") && said.contains(folder.toString());
    }

    /** Stops it in good order if it can be, and anyhow. */
    static void stop(ProcessHandle server, Path folder) throws IOException {
        try {
            // a fast shutdown: SIGTERM would wait for every client to leave
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                    .start()
                    .waitFor();
            var limit = System.nanoTime() + STOP_LIMIT.toNanos();
            // not isAlive(): a process that ended stays alive in that sense where nobody reaps orphans
            while (runsIn(server, folder) && System.nanoTime() < limit) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while stopping the PostgreSQL server left behind in " + folder, e);
        }
        if (runsIn(server, folder)) {
            // its log repairs the folder at the next start
            server.destroyForcibly();
        }
    }
}
