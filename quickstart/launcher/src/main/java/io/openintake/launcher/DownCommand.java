package io.openintake.launcher;

import io.openintake.launcher.Arguments.Keep;
import io.openintake.launcher.folder.DataFolder;
import io.openintake.launcher.folder.RunLock;
import io.openintake.launcher.folder.StackFailure;
import io.openintake.launcher.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Stops the run that holds a data folder, and deletes the folder if asked to. */
final class DownCommand {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(150);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Console console;

    DownCommand(Console console) {
        this.console = console;
    }

    void run(Path path, Keep keep) throws IOException, InterruptedException {
        var folder = new DataFolder(path);
        if (!folder.isOurs()) {
            console.print("Nothing to stop: %s holds no installation.".formatted(folder.path()));
            return;
        }
        if (RunLock.isHeld(folder)) {
            stop(folder);
        } else {
            console.print("OpenIntake does not run in %s.".formatted(folder.path()));
        }
        try (RunLock ignored = RunLock.take(folder)) {
            Stack.stopLeftovers(folder);
            switch (keep) {
                case DATA ->
                    console.print("The data stay in %s; `./intake up` goes on with them.".formatted(folder.path()));
                case NOTHING -> {
                    folder.delete();
                    console.print("Deleted %s.".formatted(folder.path()));
                }
            }
        }
    }

    private void stop(DataFolder folder) throws IOException, InterruptedException {
        Optional<ProcessHandle> holder = RunLock.holder(folder);
        if (holder.isEmpty()) {
            throw new StackFailure("""
                    Some process holds %s, but which one is not known. Stop it yourself: \
                    a java process with io.openintake.launcher.LauncherMain in its command line.\
                    """.formatted(folder.lock()));
        }
        console.step("stopping OpenIntake (process %d)".formatted(holder.get().pid()));
        holder.get().destroy();
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        while (RunLock.isHeld(folder)) {
            if (System.nanoTime() > deadline) {
                console.step("it does not stop: ending it by force");
                holder.get().destroyForcibly();
                deadline = System.nanoTime() + STOP_LIMIT.toNanos();
            }
            Thread.sleep(POLL);
        }
        console.step("stopped");
    }
}
