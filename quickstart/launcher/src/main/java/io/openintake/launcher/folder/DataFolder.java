package io.openintake.launcher.folder;

import io.openintake.contracts.ServiceName;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The one folder in which an installation keeps everything: ports, keys, configuration, data, logs. */
public record DataFolder(Path path) {
    private static final String MARK = ".openintake";
    private static final String LAYOUT = "layout=1\n";

    public DataFolder {
        path = path.toAbsolutePath().normalize();
    }

    /** Makes the folder, or takes one of ours; anything else is refused, since `down --clean` deletes it. */
    public static DataFolder open(Path path) throws IOException {
        var folder = new DataFolder(path);
        if (Files.exists(folder.path) && !folder.isOurs() && !folder.isEmpty()) {
            throw new StackFailure("The folder %s holds something else. Name an empty or a new one with --data."
                    .formatted(folder.path));
        }
        try {
            PrivateFile.createFolder(folder.path);
            if (!Files.isWritable(folder.path)) {
                throw new StackFailure(folder.notWritable());
            }
            folder.mark();
            PrivateFile.createFolder(folder.logs());
            PrivateFile.createFolder(folder.demo());
        } catch (AccessDeniedException | FileAlreadyExistsException refused) {
            throw new StackFailure(folder.notWritable(), refused);
        }
        return folder;
    }

    /** Whether an installation was made here. */
    public boolean isOurs() {
        return Files.isRegularFile(path.resolve(MARK));
    }

    public Path lock() {
        return path.resolve("lock");
    }

    public Path ports() {
        return path.resolve("ports.json");
    }

    public Path children() {
        return path.resolve("children.json");
    }

    /** Where the API token lies, for `curl` and the like. */
    public Path token() {
        return path.resolve("token");
    }

    public Path tokens() {
        return path.resolve("tokens.json");
    }

    public Path keys() {
        return path.resolve("keys.json");
    }

    public Path tls() {
        return path.resolve("tls");
    }

    public Path backing() {
        return path.resolve("backing");
    }

    /** What the demo made and knows: ids, passwords, client settings. */
    public Path demo() {
        return path.resolve("demo");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** The log of one service. */
    public Path log(ServiceName service) {
        return logs().resolve(service.text() + ".log");
    }

    /** A service's working directory; its settings are in `config/application.properties` below it. */
    public Path home(ServiceName service) {
        return path.resolve("services").resolve(service.text());
    }

    /** Deletes everything, the folder too; only folders that are ours. */
    public void delete() throws IOException {
        if (!isOurs()) {
            throw new StackFailure("The folder %s is not one of ours: nothing was deleted.".formatted(path));
        }
        List<Path> files;
        try (Stream<Path> tree = Files.walk(path)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        // the mark goes last, so that a deletion that failed half-way can be repeated
        for (Path file : files) {
            if (!file.equals(path) && !file.equals(path.resolve(MARK))) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(path.resolve(MARK));
        Files.deleteIfExists(path);
    }

    private void mark() throws IOException {
        Path mark = path.resolve(MARK);
        if (!Files.exists(mark)) {
            PrivateFile.write(mark, LAYOUT);
        } else if (!Files.readString(mark).equals(LAYOUT)) {
            throw new StackFailure("""
                    The folder %s was made by another version. Begin anew with `./intake down --clean`, \
                    or name another folder with --data.\
                    """.formatted(path));
        }
    }

    private boolean isEmpty() throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    private String notWritable() {
        return "The folder %s cannot be written. Name another one with --data.".formatted(path);
    }
}
