package io.openintake.launcher.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A child's log, of which a failure shows the end. */
final class LogFile {
    private static final int TAIL_LINES = 25;
    private static final int TAIL_BYTES = 16 * 1_024;

    private LogFile() {}

    static String tail(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL_BYTES);
            var bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
                    .map(line -> "    " + line + "\n")
                    .reduce("", String::concat);
        } catch (IOException e) {
            return "    (cannot be read: " + e.getMessage() + ")\n";
        }
    }
}
