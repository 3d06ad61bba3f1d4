package io.openintake.launcher.folder;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortsTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("ports.json");
    }

    @Test
    void choosesAnotherFreePortForEachListener() throws IOException {
        Ports ports = Ports.of(file, new SplittableRandom(1), port -> port % 2 == 0);

        Set<Integer> numbers = new HashSet<>();
        for (Port port : Port.values()) {
            numbers.add(ports.number(port));
        }
        assertEquals(Port.values().length, numbers.size());
        assertTrue(numbers.stream().allMatch(number -> number % 2 == 0), () -> "not free: " + numbers);
    }

    @Test
    void keepsThePortsThatWereChosenOnce() throws IOException {
        Ports first = Ports.of(file, new SplittableRandom(1), port -> true);

        Ports second = Ports.of(file, new SplittableRandom(2), port -> true);

        assertTrue(Arrays.stream(Port.values()).allMatch(port -> first.number(port) == second.number(port)));
    }

    @Test
    void takesWhatAPersonWroteAndChoosesOnlyWhatIsMissing() throws IOException {
        Files.writeString(file, "{\"registry\":8080}");

        Ports ports = Ports.of(file, new SplittableRandom(1), port -> true);

        assertEquals(8080, ports.number(Port.REGISTRY));
        assertTrue(Files.readString(file).contains("\"gateway\""));
    }

    @Test
    void saysWhichPortIsTakenAndWhereItIsKept() throws IOException {
        Files.writeString(file, "{\"registry\":8080}");
        Ports ports = Ports.of(file, new SplittableRandom(1), port -> true);

        var refused = assertThrows(StackFailure.class, () -> ports.requireFree(port -> port != 8080));

        assertTrue(refused.getMessage().contains("8080 (registry)"), refused.getMessage());
        assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
    }

    @Test
    void leavesThePortOfPostgresToTheBackingWhichEndsAnOrphanOfOurOwn() throws IOException {
        Files.writeString(file, "{\"postgres\":5432}");
        Ports ports = Ports.of(file, new SplittableRandom(1), port -> true);

        assertDoesNotThrow(() -> ports.requireFree(port -> port != 5432));
    }

    @Test
    void refusesAFileThatHoldsNoPorts() throws IOException {
        Files.writeString(file, "{\"registry\":\"eighty\"}");

        assertThrows(StackFailure.class, () -> Ports.of(file, new SplittableRandom(1), port -> true));
    }

    @Test
    void givesUpWhenNoPortIsFree() {
        assertThrows(StackFailure.class, () -> Ports.of(file, new SplittableRandom(1), port -> false));
    }
}
