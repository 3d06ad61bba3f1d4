package io.openintake.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the build that runs these tests lies. */
public final class Checkout {
    private Checkout() {}

    /** The folder with the root pom: given by the build, or else the nearest one above that holds the wrapper. */
    public static Path root() {
        var given = System.getProperty("openintake.root", "");
        if (!given.isBlank()) {
            return Path.of(given);
        }
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("mvnw")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no folder at or above " + here + " holds mvnw"));
    }

    /** A folder for the log files of child processes, in the module's build folder if there is one. */
    public static Path logs() {
        var build = Path.of("target").toAbsolutePath();
        try {
            return Files.isDirectory(build)
                    ? Files.createDirectories(build.resolve("child-logs"))
                    : Files.createTempDirectory("openintake-logs");
        } catch (IOException e) {
            throw new IllegalStateException("cannot make a folder for log files", e);
        }
    }
}
