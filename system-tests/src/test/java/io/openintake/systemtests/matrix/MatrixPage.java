package io.openintake.systemtests.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The matrix for readers: {@code docs/clients.md}, and a table for the terminal. */
final class MatrixPage {
    private final Path clients;
    private final List<String> faults = new ArrayList<>();

    /** Over the folder with the drivers and the frame of the page. */
    MatrixPage(Path clients) {
        this.clients = clients;
    }

    /** The page, which depends on what is expected, not on a run: a run fails when it differs. */
    String text() throws IOException {
        faults.clear();
        String table = table();
        return Files.readString(clients.resolve("page.md"))
                .replace("{{table}}", table)
                .replace("{{faults}}", String.join("\n", faults))
                .replace("{{columns}}", columns())
                .replace("{{settings}}", settings());
    }

    /** What was seen, as a table for a terminal. */
    static String summary(Map<Client, Map<Cell, Outcome>> outcomes) {
        StringBuilder table = new StringBuilder("%n%-35s".formatted("client"));
        Arrays.stream(Cell.values()).forEach(cell -> table.append(" | ").append(cell.title()));
        outcomes.forEach((client, cells) -> {
            table.append("%n%-35s".formatted(client.title()));
            cells.forEach((cell, outcome) -> table.append(" | ")
                    .append(("%-" + cell.title().length() + "s").formatted(seen(client, cell, outcome))));
        });
        return table.append('\n').toString();
    }

    private static String seen(Client client, Cell cell, Outcome outcome) {
        boolean isKnown = outcome instanceof Outcome.Failed
                && KnownFaults.of(client, cell).isPresent();
        return isKnown ? "known" : outcome.text();
    }

    private String table() {
        List<String> rows = new ArrayList<>();
        rows.add("| client | " + joined(Cell::title) + " |");
        rows.add("|---|" + "---|".repeat(Cell.values().length));
        for (Client client : Client.values()) {
            rows.add("| %s | %s |".formatted(client.title(), joined(cell -> entry(client, cell))));
        }
        return String.join("\n", rows);
    }

    private static String joined(java.util.function.Function<Cell, String> entry) {
        return Arrays.stream(Cell.values()).map(entry).collect(Collectors.joining(" | "));
    }

    private String entry(Client client, Cell cell) {
        Optional<KnownFaults.Fault> known = KnownFaults.of(client, cell);
        if (known.isPresent()) {
            int number = faults.size() + 1;
            faults.add("%d. %s, %s: %s"
                    .formatted(number, client.title(), cell.title(), known.get().reason()));
            return "(%d)".formatted(number);
        }
        return cell.isOffered(client) ? "ok" : new Outcome.NotOffered().text();
    }

    private static String columns() {
        return Arrays.stream(Cell.values())
                .map(cell -> "- **%s**: %s.".formatted(cell.title(), cell.meaning()))
                .collect(Collectors.joining("\n"));
    }

    /** As the drivers have them, so that what stands here is what was tried. */
    private String settings() throws IOException {
        Map<String, List<Client>> bySource = Arrays.stream(Client.values())
                .collect(Collectors.groupingBy(Client::source, LinkedHashMap::new, Collectors.toList()));
        List<String> sections = new ArrayList<>();
        for (Map.Entry<String, List<Client>> source : bySource.entrySet()) {
            String titles = source.getValue().stream().map(Client::title).collect(Collectors.joining(", "));
            Path file = clients.resolve(source.getKey());
            String language = source.getValue().getFirst().language();
            sections.add("### %s%n%n```%s%n%s```".formatted(titles, language, snippet(file)));
        }
        return String.join("\n\n", sections);
    }

    private static String snippet(Path source) throws IOException {
        StringBuilder snippet = new StringBuilder();
        boolean isInside = false;
        for (String line : Files.readAllLines(source)) {
            if (line.strip().matches("(//|#) end")) {
                return snippet.toString().stripIndent().stripTrailing() + "\n";
            }
            if (isInside) {
                snippet.append(line).append('\n');
            }
            isInside |= line.strip().matches("(//|#) snippet");
        }
        throw new AssertionError(source + " has no marked settings");
    }
}
