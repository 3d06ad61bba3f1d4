package io.openintake.launcher;

import io.openintake.launcher.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Stops the whole exactly once, whether the command ends by itself or a signal ends it. */
final class Ending {
    private final Stack stack;
    private final Console console;
    private final Folder folder;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** What becomes of the data folder. */
    enum Folder {
        KEPT,
        DELETED
    }

    Ending(Stack stack, Console console, Folder folder) {
        this.stack = stack;
        this.console = console;
        this.folder = folder;
    }

    /** Whether failures that come now are mere consequences. */
    boolean isBegun() {
        return begun.get();
    }

    /** Does nothing when it was called before. */
    void end() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        boolean isRunning = stack.isRunning();
        if (isRunning) {
            console.step("stopping");
        }
        stack.close();
        if (folder == Folder.DELETED) {
            try {
                stack.folder().delete();
            } catch (IOException e) {
                console.print(
                        "%s could not be deleted: %s".formatted(stack.folder().path(), e));
            }
        }
        if (isRunning) {
            console.step("stopped");
        }
    }

    /** Copies the logs out of a folder that is about to be deleted. */
    void saveLogs(Path target) throws IOException {
        if (folder != Folder.DELETED) {
            return;
        }
        Files.createDirectories(target);
        List<Path> logs;
        try (Stream<Path> files = Files.list(stack.folder().logs())) {
            logs = files.toList();
        }
        for (Path log : logs) {
            Files.copy(log, target.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        console.print("\nThe logs of this run were copied to %s.".formatted(target));
    }
}
