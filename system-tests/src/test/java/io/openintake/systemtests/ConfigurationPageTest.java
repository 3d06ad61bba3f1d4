package io.openintake.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.launcher.stack.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every setting of every service stands in docs/reference/configuration.md with its default. */
final class ConfigurationPageTest {
    private static final Map<String, String> SOURCES = Map.of(
            "gateway", "Gateway",
            "registry-service", "Registry",
            "buffer-service", "Buffer",
            "flusher-service", "Flusher",
            "dlq-service", "Dlq");
    private static final Pattern PREFIX = Pattern.compile("prefix = \"([^\"]+)\"");
    private static final Pattern SETTING = Pattern.compile(
            "(?:@WithDefault\\(\"([^\"]*)\"\\)\\s*)?(?:(interface) (\\w+) \\{|[\\w<>]+ (\\w+)\\(\\);)|(?m)^    }$");

    @Test
    void namesEverySettingWithItsDefault() throws IOException {
        Path root = Installation.ofThisProcess().root();
        String page = Files.readString(root.resolve("docs/reference/configuration.md"));
        List<String> missing = new ArrayList<>();
        int settings = 0;
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            String name = source.getValue().toLowerCase(Locale.ROOT);
            Path file = root.resolve("%s/src/main/java/io/openintake/%s/%sConfig.java"
                    .formatted(source.getKey(), name, source.getValue()));
            for (String row : rows(Files.readString(file))) {
                settings++;
                if (!page.contains(row)) {
                    missing.add(row);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(settings > 30, "only " + settings + " settings found: are they still where this test looks?");
    }

    private static List<String> rows(String source) {
        Matcher prefix = PREFIX.matcher(source);
        assertTrue(prefix.find());
        List<String> rows = new ArrayList<>();
        String inside = "";
        String body = source.substring(source.indexOf('{', source.indexOf("public interface")));
        Matcher setting = SETTING.matcher(body);
        while (setting.find()) {
            if (setting.group(3) != null) {
                inside = kebab(setting.group(3)) + ".";
            } else if (setting.group(4) == null) {
                inside = "";
            } else if (!setting.group().matches("(?s).*\\b(Tls|Batch|Admission) \\w+\\(\\);")) {
                String usual = setting.group(1) == null ? "" : setting.group(1) + " ";
                rows.add("| `" + prefix.group(1) + "." + inside + kebab(setting.group(4)) + "` | " + usual + "|");
            }
        }
        return rows;
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
