package io.openintake.backing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BackingOptionsTest {
    @Test
    void startsEverythingOnFreePortsByDefault() {
        var options = BackingOptions.parse(List.of("--data", "/tmp/x"));
        assertEquals(EnumSet.allOf(Part.class), options.parts());
        assertEquals(0, options.kafkaPort());
    }

    @Test
    void bringsWhatTheCatalogNeeds() {
        var options = BackingOptions.parse(List.of("--data", "/tmp/x", "--only", "catalog"));
        assertEquals(EnumSet.of(Part.CATALOG, Part.POSTGRES, Part.S3), options.parts());
    }

    @Test
    void readsWhichClusterABrokerJoinsAndWhatItHasSetDifferently() {
        var kafka = BackingOptions.parse(
                        List.of("--data", "/tmp/x", "--kafka-join", "2@abc@127.0.0.1:9", "--kafka-setting", "a.b=c=d"))
                .kafka();
        assertEquals(Optional.of(new BackingOptions.Join(2, "abc", "127.0.0.1:9")), kafka.join());
        assertEquals(Map.of("a.b", "c=d"), kafka.settings());
    }

    @Test
    void refusesWhatItDoesNotUnderstandAndShowsTheOptions() {
        assertRefused("option --data is missing");
        assertRefused("unknown option --datum", "--datum", "/tmp/x");
        assertRefused("unknown part redis", "--only", "kafka,redis");
        assertRefused("needs a number from 0 to 65535, not 70000", "--s3-port", "70000");
        assertRefused("option --s3-port needs a value", "--s3-port");
        assertRefused("needs NODE@CLUSTER@HOST:PORT, not 1@abc@x:9", "--kafka-join", "1@abc@x:9");
        assertRefused("needs KEY=VALUE, not abc", "--kafka-setting", "abc");
    }

    private static void assertRefused(String expected, String... arguments) {
        var failure = assertThrows(StartFailure.class, () -> BackingOptions.parse(List.of(arguments)));
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
        assertTrue(failure.getMessage().contains("[--kafka-port N]"), failure.getMessage());
    }
}
