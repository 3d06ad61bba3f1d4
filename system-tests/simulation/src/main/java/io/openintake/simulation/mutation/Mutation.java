package io.openintake.simulation.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A planted defect: what it breaks, and which lines of the sources it replaces.
 *
 * @param promise the rule that it breaks, for people
 */
public record Mutation(String name, String promise, List<Edit> edits) {
    private static final Pattern PROMISE = Pattern.compile("\\Abreaks: (.+)\n");
    private static final Pattern EDIT = Pattern.compile("in: (.+)\n<<<<\n((?s).+?\n)====\n((?s).*?)>>>>\n");

    public Mutation {
        edits = List.copyOf(edits);
    }

    /**
     * A replacement in one file.
     *
     * @param file from the root of the checkout
     * @param text stands there exactly once, whatever the indentation of its lines
     */
    public record Edit(String file, String text, String replacement) {
        /** The source with the defect in it. */
        String applied(String source) {
            List<String> words = text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(Pattern::quote)
                    .toList();
            Matcher found = Pattern.compile(String.join("\\s*\n\\s*", words)).matcher(source);
            if (!found.find()) {
                throw new IllegalStateException("no longer in " + file + ": " + text);
            }
            int start = found.start();
            int end = found.end();
            if (found.find()) {
                throw new IllegalStateException("more than once in " + file + ": " + text);
            }
            return source.substring(0, start) + replacement.strip() + source.substring(end);
        }
    }

    /** Every mutation of the folder, by name. */
    public static List<Mutation> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Mutation> found = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                found.add(parse(file));
            }
            return found;
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static Mutation parse(Path file) throws IOException {
        String text = Files.readString(file);
        String name = Optional.ofNullable(file.getFileName()).orElseThrow().toString();
        Matcher promise = PROMISE.matcher(text);
        if (!promise.find()) {
            throw new IllegalStateException(name + " does not say what it breaks");
        }
        List<Edit> edits = new ArrayList<>();
        int end = promise.end();
        Matcher edit = EDIT.matcher(text);
        while (edit.find(end) && edit.start() == end) {
            edits.add(new Edit(edit.group(1), edit.group(2), edit.group(3)));
            end = edit.end();
        }
        if (edits.isEmpty() || end != text.length()) {
            throw new IllegalStateException(name + " is not readable after character " + end);
        }
        return new Mutation(name, promise.group(1), edits);
    }
}
