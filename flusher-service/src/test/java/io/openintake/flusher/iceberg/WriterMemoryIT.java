package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However wide a table is and into however many partitions a batch falls, its writer keeps to its budget. */
@Tag("faults")
final class WriterMemoryIT {
    /** The two budgets, and as much again for what is measured by estimate and for the JVM itself. */
    private static final long HEAP_MIB =
            (2 * (ParquetRowFiles.OPEN_FILES_BYTES + ParquetRowFiles.WAITING_ROWS_BYTES)) >> 20;

    private static final Pattern RESULT = Pattern.compile("rows=(\\d+) files=(\\d+)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        // columns, partitions, rows, characters
        "1000, 16, 500, 8",
        "20, 100, 3000, 200",
        "3, 1, 100, 1000000",
    })
    void writesWithinTheBudget(int columns, int partitions, int rows, int characters) throws Exception {
        Path output = folder.resolve("output");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                WideBatch.class.getName(),
                folder.resolve("table").toString(),
                "" + columns,
                "" + partitions,
                "" + rows,
                "" + characters);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "still writing");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), () -> text(output));
        Matcher result = RESULT.matcher(text(output));
        assertTrue(result.find(), () -> text(output));
        assertEquals(rows, Integer.parseInt(result.group(1)));
        // the rows are clustered: far from a file for every change of the partition
        assertTrue(Integer.parseInt(result.group(2)) <= 4 * partitions, () -> text(output));
    }

    private static String text(Path output) {
        try {
            String all = Files.readString(output);
            return all.substring(Math.max(0, all.length() - 4_000));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
