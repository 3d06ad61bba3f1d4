package io.openintake.launcher.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a second run away from a data folder; also says which process holds it. */
public final class RunLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private RunLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock for this process, or fails naming the one that has it. */
    public static RunLock take(DataFolder folder) throws IOException {
        Optional<RunLock> taken = tryTake(folder);
        if (taken.isEmpty()) {
            String holder =
                    holder(folder).map(who -> " (process " + who.pid() + ")").orElse("");
            throw new StackFailure(
                    "OpenIntake already runs in %s%s. Stop it with `./intake down`, or give --data another folder."
                            .formatted(folder.path(), holder));
        }
        PrivateFile.write(pidFile(folder), ProcessMark.ofThisProcess().text());
        return taken.get();
    }

    /** Whether some process holds the lock. */
    public static boolean isHeld(DataFolder folder) throws IOException {
        if (!Files.exists(folder.lock())) {
            return false;
        }
        Optional<RunLock> taken = tryTake(folder);
        if (taken.isPresent()) {
            taken.get().close();
        }
        return taken.isEmpty();
    }

    /** The process that wrote itself down last, if it still lives. */
    public static Optional<ProcessHandle> holder(DataFolder folder) throws IOException {
        Path file = pidFile(folder);
        return Files.exists(file)
                ? ProcessMark.parse(Files.readString(file)).flatMap(ProcessMark::alive)
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }

    private static Optional<RunLock> tryTake(DataFolder folder) throws IOException {
        FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            // as good as held by another one
        }
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new RunLock(channel, lock));
    }

    private static Path pidFile(DataFolder folder) {
        return folder.path().resolve("launcher.pid");
    }
}
