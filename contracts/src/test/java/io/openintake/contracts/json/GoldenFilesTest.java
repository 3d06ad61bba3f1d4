package io.openintake.contracts.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.event.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire forms that others store: a golden file may be added, and never changed. */
final class GoldenFilesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Arguments> events() {
        return Samples.events().map(event -> Arguments.of(name(event.getClass()), event));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void everyEventIsWrittenAndReadAsItsGoldenFile(String name, io.openintake.contracts.event.Event event)
            throws IOException {
        Envelope envelope = new Envelope(
                "0b5c9a3e-6a53-4f2e-9a0d-1f3f9a6c0001",
                Instant.parse("2026-11-21T10:15:30Z"),
                ServiceName.REGISTRY,
                event);
        String golden = golden(name);
        assertEquals(MAPPER.readTree(golden), MAPPER.readTree(EnvelopeJson.write(envelope)));
        assertEquals(envelope, EnvelopeJson.read(golden.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void flushStateIsWrittenAndReadAsItsGoldenFile() throws IOException {
        String golden = golden("flush-state");
        assertEquals(MAPPER.readTree(golden), MAPPER.readTree(FlushStateJson.write(Samples.flushState())));
        assertEquals(Samples.flushState(), FlushStateJson.read(golden.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aQuestionAndASuspicionAreWrittenAndReadAsTheirGoldenFile() throws IOException {
        String golden = golden("flush-state-asking");
        assertEquals(MAPPER.readTree(golden), MAPPER.readTree(FlushStateJson.write(Samples.askingFlushState())));
        assertEquals(Samples.askingFlushState(), FlushStateJson.read(golden.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tablePropertyIsWrittenAndReadAsItsGoldenFile() throws IOException {
        String golden = golden("table-property");
        assertEquals(MAPPER.readTree(golden), MAPPER.readTree(TablePropertyJson.write(Samples.tableProperty())));
        assertEquals(Samples.tableProperty(), TablePropertyJson.read(golden));
    }

    private static String name(Class<?> type) {
        return type.getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = GoldenFilesTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            assertNotNull(file, "no golden file " + name + ".json");
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
