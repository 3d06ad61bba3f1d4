package io.openintake.systemtests.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.launcher.stack.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/clients.md says what the matrix expects of every client, with the settings that its drivers have. */
final class ClientsPageTest {
    private final Path root = Installation.ofThisProcess().root();

    @Test
    void saysWhatTheMatrixExpects() throws IOException {
        String page = new MatrixPage(root.resolve("system-tests/clients")).text();
        Path draft = root.resolve("system-tests/target/clients.md");
        Files.createDirectories(draft.resolveSibling(""));
        Files.writeString(draft, page);
        assertEquals(page, Files.readString(root.resolve("docs/clients.md")), "copy " + draft + " over it");
    }

    @Test
    void namesEachVersionThatIsInstalled() throws IOException {
        String sources = Files.readString(root.resolve("system-tests/clients/install"))
                + Files.readString(root.resolve("system-tests/clients/go/go.mod"));
        for (Client client : Client.values()) {
            String version = client.title().split(" ", -1)[1];
            // Debian has one version of kcat
            assertTrue(client == Client.KCAT || sources.contains(version), client.title());
        }
    }
}
