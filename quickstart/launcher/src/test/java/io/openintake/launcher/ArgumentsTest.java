package io.openintake.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.openintake.launcher.Arguments.Keep;
import io.openintake.launcher.Arguments.Stay;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {
    @Test
    void staysUpInTheUsualFolderUnlessToldOtherwise() {
        assertEquals(new Arguments.Up(Optional.empty(), Stay.YES), parse("up"));
        assertEquals(new Arguments.Up(Optional.empty(), Stay.NO), parse("up --exit"));
        assertEquals(new Arguments.Up(Optional.of(Path.of("d")), Stay.NO), parse("up --data d --exit"));
    }

    @Test
    void keepsTheDataUnlessToldToClean() {
        assertEquals(new Arguments.Down(Optional.empty(), Keep.DATA), parse("down"));
        assertEquals(new Arguments.Down(Optional.of(Path.of("d")), Keep.NOTHING), parse("down --clean --data d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "start", "up --clean", "down --exit", "up --data", "up now"})
    void refusesWhatItDoesNotKnow(String line) {
        assertInstanceOf(Arguments.Wrong.class, parse(line));
    }

    private static Arguments parse(String line) {
        return Arguments.parse(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
    }
}
