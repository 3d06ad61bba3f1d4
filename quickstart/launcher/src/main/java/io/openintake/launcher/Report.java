package io.openintake.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.launcher.demo.DeadLetter;
import io.openintake.launcher.demo.Demo;
import io.openintake.launcher.demo.Demonstration.Shown;
import io.openintake.launcher.demo.Ledger;
import java.util.List;
import java.util.stream.Collectors;

/** What the demo showed, as text. */
final class Report {
    private static final List<String> COLUMNS =
            List.of("/id", "/method", "/status", "/bytes", "/durationMs", "/__intake_ts", "/client/geo/city", "/path");
    private static final int MAX_WIDTH = 28;

    private final Shown shown;
    private final long firstRowSeconds;

    Report(Shown shown, long firstRowSeconds) {
        this.shown = shown;
        this.firstRowSeconds = firstRowSeconds;
    }

    String text() {
        return """

                %,d rows in %s, the first one visible after %d s; some of them, read by Iceberg's own reader:

                %s
                %s
                %s""".formatted(
                        shown.rowCount(), Demo.TABLE, firstRowSeconds, table(shown.rows()), deadLetter(), ledger());
    }

    /** One line for scripts. */
    String summary() {
        return "rows=%d dead-letters=%d unaccounted=%d first-row=%ds"
                .formatted(
                        shown.rowCount(),
                        shown.deadLetters().size(),
                        shown.ledger().unaccounted(),
                        firstRowSeconds);
    }

    private String deadLetter() {
        List<DeadLetter> letters = shown.deadLetters();
        if (letters.isEmpty()) {
            return "No dead letters.\n";
        }
        DeadLetter letter = letters.stream()
                .filter(candidate -> !candidate.pointer().isEmpty())
                .findFirst()
                .orElse(letters.getLast());
        return """
                %,d dead letters; one of them:

                  message  %s
                  reason   %s%s
                  because  %s
                  from     %s
                """.formatted(
                        letters.size(),
                        letter.value(),
                        letter.reason(),
                        letter.pointer().isEmpty() ? "" : " at " + letter.pointer(),
                        letter.message(),
                        letter.source());
    }

    private String ledger() {
        Ledger ledger = shown.ledger();
        return """
                Ledger: accepted %,d = delivered %,d + dead-lettered %,d + skipped %,d + backlog %,d; unaccounted %,d
                """.formatted(
                        ledger.accepted(),
                        ledger.delivered(),
                        ledger.deadLettered(),
                        ledger.skipped(),
                        ledger.backlog(),
                        ledger.unaccounted());
    }

    private static String table(List<ObjectNode> rows) {
        List<Integer> widths = COLUMNS.stream()
                .map(column -> rows.stream()
                        .mapToInt(row -> cell(row, column).length())
                        .reduce(name(column).length(), Math::max))
                .toList();
        var text = new StringBuilder();
        line(text, COLUMNS.stream().map(Report::name).toList(), widths);
        rows.forEach(row ->
                line(text, COLUMNS.stream().map(column -> cell(row, column)).toList(), widths));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells, List<Integer> widths) {
        var line = new StringBuilder(" ");
        for (int i = 0; i < cells.size(); i++) {
            line.append(' ')
                    .append(cells.get(i))
                    .append(" ".repeat(widths.get(i) - cells.get(i).length()));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String cell(JsonNode row, String column) {
        String cell = row.at(column).asText();
        return cell.length() <= MAX_WIDTH ? cell : cell.substring(0, MAX_WIDTH);
    }

    private static String name(String column) {
        return List.of(column.substring(1).split("/", -1)).stream().collect(Collectors.joining("."));
    }
}
