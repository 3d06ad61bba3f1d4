package io.openintake.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final String ID = "5f1d8a3c-6f6c-4e36-9f3a-0c1b2d3e4f50";
    private static final Path USUAL = Path.of(".intake");

    @Test
    void takesAnIntakeAloneAndLooksInTheUsualFolder() {
        var asked = assertInstanceOf(Arguments.Intake.class, Arguments.parse(List.of(ID), USUAL));
        assertEquals(ID, asked.intake().toString());
        assertEquals(USUAL, asked.data());
        assertEquals(Optional.empty(), asked.kafka());
    }

    @Test
    void takesTheAddressesOfAnyInstallation() {
        List<String> words =
                List.of("--kafka", "broker:9092", ID, "--rows", "--kafka-properties", "k", "--catalog-properties", "c");
        var asked = assertInstanceOf(Arguments.Intake.class, Arguments.parse(words, USUAL));
        assertEquals(Optional.of("broker:9092"), asked.kafka());
        assertEquals(Optional.of(Path.of("k")), asked.kafkaProperties());
        assertEquals(Optional.of(Path.of("c")), asked.catalogProperties());
        assertEquals(true, asked.everyRow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-id", "--kafka", "--what x", ID + " " + ID})
    void saysWhatItDoesNotUnderstand(String line) {
        List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
        assertInstanceOf(Arguments.Wrong.class, Arguments.parse(words, USUAL));
    }
}
