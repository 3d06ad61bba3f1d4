package io.openintake.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackingIT {
    @Test
    void startsOnlyThePartsThatAreAskedFor() throws Exception {
        try (var backing = Backing.start(Part.KAFKA)) {
            assertTrue(backing.has(Part.KAFKA));
            assertFalse(backing.has(Part.POSTGRES));
            assertAccepts(backing.kafkaBootstrap());
        }
    }

    @Test
    void leavesNoProcessBehindWhenClosed() {
        var backing = Backing.start(Part.KAFKA);
        backing.close();
        Eventually.holds(
                "the child process has ended",
                () -> ProcessHandle.of(backing.pid()).isEmpty());
    }

    @Test
    void comesBackOnTheSameAddressesAfterACrash() throws Exception {
        try (var first = Backing.start(Part.KAFKA, Part.CATALOG)) {
            first.kill9();
            try (var second = first.restarted()) {
                assertEquals(first.kafkaBootstrap(), second.kafkaBootstrap());
                assertEquals(first.catalog(), second.catalog());
                assertEquals(first.postgres(), second.postgres());
                assertEquals(first.s3(), second.s3());
                assertAccepts(second.kafkaBootstrap());
            }
        }
    }

    @Test
    void saysWhyTheChildDidNotStart(@TempDir Path data) {
        var failure = assertThrows(
                IllegalStateException.class, () -> Backing.startIn(data, List.of("--colour", "blue"), Part.KAFKA));
        assertTrue(failure.getMessage().contains("unknown option --colour"), failure.getMessage());
    }

    @Test
    void sharesOneBackingAmongTestsThatNeedTheSameParts() {
        assertEquals(
                SharedBacking.with(Part.KAFKA).pid(),
                SharedBacking.with(Part.KAFKA).pid());
    }

    @Test
    void fillsTheConfigurationOfAQuarkusTest() {
        var resource = new BackingResource();
        resource.init(Map.of("parts", "s3,kafka", "intake.s3", "{s3.endpoint}/{s3.bucket}"));
        try {
            var configuration = resource.start();
            assertTrue(configuration.get("kafka.bootstrap.servers").startsWith("127.0.0.1:"));
            assertTrue(configuration.get("intake.s3").matches("http://127\\.0\\.0\\.1:[0-9]+/openintake"));
            assertFalse(configuration.containsKey("quarkus.datasource.jdbc.url"));
        } finally {
            resource.stop();
        }
    }

    private static void assertAccepts(String address) throws Exception {
        var parts = address.split(":", -1);
        try (var socket = new Socket(parts[0], Integer.parseInt(parts[1]))) {
            assertTrue(socket.isConnected());
        }
    }
}
