package io.openintake.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.launcher.stack.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README tells a newcomer to type works as it stands there. */
final class ReadmeIT {
    private static final Pattern SUMMARY =
            Pattern.compile("^rows=(\\d+) dead-letters=(\\d+) unaccounted=0 first-row=(\\d+)s$", Pattern.MULTILINE);

    @Test
    void upWithExitRunsTheMainJobInAFolderOfItsOwn() throws Exception {
        Path root = Installation.ofThisProcess().root();
        ForeignClients.Run run = ForeignClients.run(
                List.of(root.resolve("intake").toString(), "up", "--exit"), Map.of("INTAKE_NO_BUILD", "1"), "");
        assertEquals(0, run.exit(), run.out() + run.err());
        Matcher summary = SUMMARY.matcher(run.out());
        assertTrue(summary.find(), run.out());
        assertTrue(Integer.parseInt(summary.group(1)) > 1_000, run.out());
        assertTrue(Integer.parseInt(summary.group(2)) > 0, run.out());
    }

    @Test
    void theReadmeNamesBothCommandsAndCiRunsTheTestCommand() throws Exception {
        Path root = Installation.ofThisProcess().root();
        String readme = Files.readString(root.resolve("README.md"));
        assertTrue(readme.contains("\n./intake up\n"), "README.md");
        assertTrue(readme.contains("\n./intake test\n"), "README.md");
        assertTrue(Files.readString(root.resolve(".ci/run")).contains("\n./intake test\n"), ".ci/run");
    }
}
