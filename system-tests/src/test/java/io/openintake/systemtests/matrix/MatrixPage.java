package io.openintake.systemtests.matrix;

import java.util.Map;

/** The matrix for readers. */
final class MatrixPage {
    private MatrixPage() {}

    /** What was seen, as a table for a terminal. */
    static String summary(Map<Client, Map<Cell, Outcome>> outcomes) {
        StringBuilder table = new StringBuilder("%n%-36s".formatted("client"));
        for (Cell cell : Cell.values()) {
            table.append(" | ").append(cell.title());
        }
        outcomes.forEach((client, cells) -> {
            table.append("%n%-36s".formatted(client.title()));
            for (Cell cell : Cell.values()) {
                String text = KnownFaults.reason(client, cell).isPresent()
                        ? "known"
                        : cells.get(cell).text();
                table.append(" | ").append(("%-" + cell.title().length() + "s").formatted(text));
            }
        });
        return table.toString();
    }
}
