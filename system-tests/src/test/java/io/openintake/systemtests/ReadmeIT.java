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
    private static final Pattern SUMMARY = Pattern.compile(
            "^rows=(?<rows>\\d+) dead-letters=(?<dead>\\d+) unaccounted=0 first-row=\\d+s$", Pattern.MULTILINE);

    @Test
    void upRunsTheMainJobAndASecondUpOnTheSameDataLosesAndRepeatsNothing() throws Exception {
        Path data = Files.createTempDirectory("openintake-readme");
        try {
            Matcher first = summary(data);
            assertTrue(Integer.parseInt(first.group("rows")) > 1_000, first.group());
            assertTrue(Integer.parseInt(first.group("dead")) > 0, first.group());
            Matcher again = summary(data);
            assertEquals(first.group("rows"), again.group("rows"));
            assertEquals(first.group("dead"), again.group("dead"));
        } finally {
            intake("down", "--clean", "--data", data.toString());
        }
        assertTrue(Files.notExists(data), "left behind: " + data);
    }

    private static Matcher summary(Path data) throws Exception {
        ForeignClients.Run run = intake("up", "--exit", "--data", data.toString());
        assertEquals(0, run.exit(), run.out() + run.err());
        Matcher summary = SUMMARY.matcher(run.out());
        assertTrue(summary.find(), run.out());
        return summary;
    }

    private static ForeignClients.Run intake(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>();
        command.add(Installation.ofThisProcess().root().resolve("intake").toString());
        command.addAll(List.of(arguments));
        return ForeignClients.run(command, Map.of("INTAKE_NO_BUILD", "1"), "");
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
