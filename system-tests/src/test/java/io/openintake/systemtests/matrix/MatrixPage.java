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
    private static final String HEAD = """
            # Kafka clients

            Any Kafka client since 2018 works with OpenIntake. These are tried, each in the same situations, against the \
            product as it is shipped. `./intake matrix` does it again; this page is made by that suite, which fails when \
            a client does otherwise than it says here.

            """;

    private static final String ADVICE = """

            ## What every producer should set

            - **TLS and SCRAM.** `SASL_SSL` with `SCRAM-SHA-512`; the user's name and password come from the management API.
            - **Idempotence, where the client has it.** Without it, a client that loses its connection sends again what \
            may have arrived, and the message is there twice.
            - **30 seconds for a request at the broker.** When the buffer is full or the rate exceeded, the gateway holds \
            a request for half of that time, at most 8 s, before it refuses it with error 19 (`NOT_ENOUGH_REPLICAS`), \
            which means that nothing was written and every client retries. Clients see nothing of a hold.
            - **Retries that outlast a restart of the gateway**, about a minute.
            - `acks` may be what it likes: the gateway raises it to `all`.

            Dead letter readers need no `read_committed`: no client is given records of aborted transactions.
            """;

    private final Path clients;

    /** Over the folder with the drivers. */
    MatrixPage(Path clients) {
        this.clients = clients;
    }

    /** The page, which depends on what is expected, not on a run: a run fails when it differs. */
    String text() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        List<String> faults = new ArrayList<>();
        page.append("| client |");
        Arrays.stream(Cell.values()).forEach(cell -> page.append(" %s |".formatted(cell.title())));
        page.append("\n|---|").append("---|".repeat(Cell.values().length)).append('\n');
        for (Client client : Client.values()) {
            page.append("| %s |".formatted(client.title()));
            for (Cell cell : Cell.values()) {
                page.append(" %s |".formatted(entry(client, cell, faults)));
            }
            page.append('\n');
        }
        page.append(
                "\n– : the client has no such thing. Numbers: known faults of the client, which the suite expects.\n\n");
        faults.forEach(fault -> page.append(fault).append('\n'));
        page.append("\n## What the columns mean\n\nThe client …\n\n");
        Arrays.stream(Cell.values())
                .forEach(cell -> page.append("- **%s**: %s.%n".formatted(cell.title(), cell.meaning())));
        return page.append(ADVICE).append(snippets()).toString();
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
                && KnownFaults.reason(client, cell).isPresent();
        return isKnown ? "known" : outcome.text();
    }

    private static String entry(Client client, Cell cell, List<String> faults) {
        Optional<String> known = KnownFaults.reason(client, cell);
        if (known.isPresent()) {
            int number = faults.size() + 1;
            faults.add("%d. %s, %s: %s".formatted(number, client.title(), cell.title(), known.get()));
            return "(%d)".formatted(number);
        }
        boolean isMissing = cell == Cell.IDEMPOTENT && !client.isIdempotent();
        return isMissing ? new Outcome.NotOffered().text() : "ok";
    }

    /** The settings as the drivers have them, so that what stands here is what was tried. */
    private String snippets() throws IOException {
        StringBuilder text = new StringBuilder(
                "\n## Settings by client\n\nTaken from the drivers that the suite runs; `env(…)` stands for a value of yours.\n");
        Map<String, List<Client>> bySource = Arrays.stream(Client.values())
                .collect(Collectors.groupingBy(Client::source, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Client>> source : bySource.entrySet()) {
            Client first = source.getValue().getFirst();
            String titles = source.getValue().stream().map(Client::title).collect(Collectors.joining(", "));
            text.append("%n### %s%n%n```%s%n%s```%n".formatted(titles, first.language(), snippet(first)));
        }
        return text.toString();
    }

    private String snippet(Client client) throws IOException {
        StringBuilder snippet = new StringBuilder();
        boolean isInside = false;
        for (String line : Files.readAllLines(clients.resolve(client.source()))) {
            if (line.strip().matches("(//|#) end")) {
                return snippet.toString().stripIndent();
            }
            if (isInside) {
                snippet.append(line).append('\n');
            }
            isInside |= line.strip().matches("(//|#) snippet");
        }
        throw new AssertionError(client.source() + " has no marked settings");
    }
}
