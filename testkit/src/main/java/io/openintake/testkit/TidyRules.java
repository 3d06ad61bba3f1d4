package io.openintake.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sizes and names beyond which code stops being easy to read; each module has a {@code TidyTest} that asks. */
public final class TidyRules {
    static final int MAX_FILE_LINES = 300;
    static final int MAX_METHOD_LINES = 40;
    static final int MAX_PARAMETERS = 5;
    static final int MAX_COLUMNS = 120;
    static final int MAX_TYPES_PER_PACKAGE = 20;
    static final int MAX_ROOT_POM_LINES = 350;

    private static final List<String> SOURCE_FOLDERS = List.of("src/main/java", "src/test/java");

    private TidyRules() {}

    /** Fails with every violation in the Java sources of this module, tests included. */
    public static void check(Path moduleRoot) {
        var violations = new ArrayList<String>();
        for (var folder : SOURCE_FOLDERS) {
            var sources = sources(moduleRoot.resolve(folder));
            sources.forEach(source -> violations.addAll(SourceTidiness.violations(source)));
            violations.addAll(crowdedPackages(sources));
        }
        fail(moduleRoot, violations);
    }

    /** Fails if the root pom has outgrown a reader's patience. */
    public static void checkRootPom(Path checkoutRoot) {
        var pom = checkoutRoot.resolve("pom.xml");
        var lines = lines(pom).size();
        fail(
                checkoutRoot,
                lines > MAX_ROOT_POM_LINES
                        ? List.of("%s has %d lines, more than %d".formatted(pom, lines, MAX_ROOT_POM_LINES))
                        : List.of());
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> crowdedPackages(List<Path> sources) {
        Map<Path, Long> types = sources.stream()
                .filter(source -> !source.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(
                        source -> source.resolveSibling("").normalize(), Collectors.counting()));
        return types.entrySet().stream()
                .filter(entry -> entry.getValue() > MAX_TYPES_PER_PACKAGE)
                .map(entry -> "%s holds %d types, more than %d"
                        .formatted(entry.getKey(), entry.getValue(), MAX_TYPES_PER_PACKAGE))
                .sorted()
                .toList();
    }

    private static void fail(Path where, List<String> violations) {
        if (!violations.isEmpty()) {
            throw new AssertionError("%d untidy places in %s:%n%s"
                    .formatted(violations.size(), where, String.join(System.lineSeparator(), violations)));
        }
    }
}
