package io.openintake.backing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that holds everything the infrastructure stores; at most one process uses it at a time. */
final class DataFolder implements AutoCloseable {
    private static final long LEAST_FREE_MIB = 256;
    private static final long MIB = 1024 * 1024;

    private final Path path;
    private final FileLock lock;

    private DataFolder(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataFolder open(Path path) {
        try {
            Files.createDirectories(path.resolve("logs"));
            requireSpace(path);
            return new DataFolder(path, lock(path));
        } catch (IOException e) {
            throw new StartFailure(
                    "data folder %s cannot be written (%s): give a folder of yours with --data".formatted(path, e), e);
        }
    }

    Path folder(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    Credentials credentials() throws IOException {
        return Credentials.of(path);
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }

    private static void requireSpace(Path path) throws IOException {
        var freeMib = Files.getFileStore(path).getUsableSpace() / MIB;
        if (freeMib < LEAST_FREE_MIB) {
            var shortage = "%d MiB are free, %d are needed".formatted(freeMib, LEAST_FREE_MIB);
            throw new StartFailure("the disk of data folder %s is full (%s): free some, or give another with --data"
                    .formatted(path, shortage));
        }
    }

    private static FileLock lock(Path path) throws IOException {
        var channel =
                FileChannel.open(path.resolve("backing.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new StartFailure(
                    "data folder %s is in use by another backing: stop that one, or give another folder with --data"
                            .formatted(path));
        }
        return lock;
    }
}
