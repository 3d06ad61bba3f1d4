package io.openintake.backing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** What several parts do with folders. */
final class Folders {
    private Folders() {}

    /** Deletes everything inside the folder and leaves it empty. */
    static void clear(Path folder) throws IOException {
        try (var content = Files.walk(folder)) {
            for (var path : content.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** A folder beside the one with our jars, which all data folders share, or else one for temporary files. */
    static Path besideTheJars(String name) throws IOException {
        try {
            var jar = Path.of(Folders.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            var shared = jar.resolveSibling("..").resolve(name).normalize();
            if (Files.isRegularFile(jar)
                    && Files.isWritable(shared.resolve("..").normalize())) {
                return Files.createDirectories(shared);
            }
        } catch (URISyntaxException e) {
            throw new StartFailure("the folder of our jars has no usable name: " + e.getMessage(), e);
        }
        return Files.createDirectories(
                Path.of(System.getProperty("java.io.tmpdir")).resolve("openintake-" + name));
    }
}
