package io.openintake.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TidyRulesTest {
    @TempDir
    private Path module;

    @Test
    void acceptsAModuleWithoutSources() {
        TidyRules.check(module);
    }

    @Test
    void acceptsAFileAtEveryLimit() throws IOException {
        write("AtTheLimit", """
                package p;

                final class AtTheLimit {
                    void five(int a, int b, int c, int d, int e) {
                %s
                    }

                    record Wide(int a, int b, int c, int d, int e, int f, int g) {}

                    static final class Database {}
                }
                """.formatted(statements(38)));
        TidyRules.check(module);
    }

    @Test
    void refusesALongFile() throws IOException {
        write("Long", "package p;\n\nfinal class Long {\n" + "    int x;\n".repeat(299) + "}\n");
        assertRefused("Long.java has 301 code lines, more than 300");
    }

    @Test
    void countsNeitherBlankLinesNorCommentsNorImports() throws IOException {
        var padding = "import java.util.List;\n// why\n\n/* a\n   b */\n/** c */\n".repeat(100);
        write("Padded", "package p;\n" + padding + "final class Padded {\n" + "    int x; // y\n".repeat(298) + "}\n");
        TidyRules.check(module);
    }

    @Test
    void refusesALongMethod() throws IOException {
        write("Busy", "package p;\n\nfinal class Busy {\n    void run() {\n" + statements(39) + "    }\n}\n");
        assertRefused("Busy.java:4: run has 41 code lines, more than 40");
    }

    @Test
    void refusesASixthParameter() throws IOException {
        write(
                "Greedy",
                "package p;\n\ninterface Greedy {\n    void take(int a, int b, int c, int d, int e, int f);\n}\n");
        assertRefused("take has 6 parameters, more than 5");
    }

    @Test
    void refusesAWideLine() throws IOException {
        write("Wide", "package p;\n\n// " + "x".repeat(118) + "\ninterface Wide {}\n");
        assertRefused("Wide.java:3 is wider than 120 columns");
    }

    @Test
    void refusesNamesThatSayNothing() throws IOException {
        var names = List.of("ClientImpl", "TimeUtil", "JsonUtils", "TestHelper", "LockManager", "CommonThings");
        for (var name : names) {
            write(name, "package p;\n\ninterface " + name + " {}\n");
        }
        write("Outer", "package p;\n\nfinal class Outer {\n    abstract static class AbstractOne {}\n}\n");
        write("BaseCase", "package p;\n\ninterface BaseCase {}\n");
        names.forEach(name -> assertRefused("the name " + name + " says too little"));
        assertRefused("the name AbstractOne says too little");
        assertRefused("the name BaseCase says too little");
    }

    @Test
    void refusesACrowdedPackage() throws IOException {
        for (int number = 0; number <= 20; number++) {
            write("T" + number, "package p;\n\ninterface T" + number + " {}\n");
        }
        assertRefused("holds 21 types, more than 20");
    }

    @Test
    void refusesOpenWorkWithoutAnIssue() throws IOException {
        write("Open", "package p;\n\n// TO" + "DO later\ninterface Open {}\n");
        assertRefused("Open.java:3 leaves work open without the number of an issue");
    }

    @Test
    void knowsCodeFromCommentsInsideLiterals() {
        var source =
                List.of("String a = \"/*\";", "String b = \"\"\"", "// text", "\"\"\";", "char c = '\"'; /* d", "*/");
        assertEquals(5, CodeLines.of(source).countAll());
    }

    @Test
    void refusesARootPomThatNobodyReadsAnyMore() throws IOException {
        Files.writeString(module.resolve("pom.xml"), "<x/>\n".repeat(351));
        var failure = assertThrows(AssertionError.class, () -> TidyRules.checkRootPom(module));
        assertTrue(failure.getMessage().contains("351 lines"), failure.getMessage());
    }

    private void assertRefused(String expected) {
        var failure = assertThrows(AssertionError.class, () -> TidyRules.check(module));
        assertTrue(failure.getMessage().contains(expected), failure::getMessage);
    }

    private void write(String name, String source) throws IOException {
        var folder = Files.createDirectories(module.resolve("src/main/java/p"));
        Files.writeString(folder.resolve(name + ".java"), source);
    }

    private static String statements(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "        int x" + n + ";\n")
                .collect(Collectors.joining());
    }
}
