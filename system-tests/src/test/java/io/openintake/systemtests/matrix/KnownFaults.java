package io.openintake.systemtests.matrix;

import java.util.Map;
import java.util.Optional;

/** Cells that fail for a reason of the client's own; a test fails when one of them does not fail any more. */
final class KnownFaults {
    private static final Map<Client, Map<Cell, String>> REASONS = Map.of(
            Client.KAFKA_PYTHON_2,
            Map.of(
                    Cell.WRONG_PASSWORD,
                    "says `NoBrokersAvailable`, not why",
                    Cell.WRONG_TOPIC,
                    "says nothing; sending ends in a timeout"),
            Client.KAFKA_PYTHON_3,
            Map.of(Cell.WRONG_PASSWORD, "tries again for half a minute, then says `Unable to bootstrap`, not why"),
            Client.KAFKA_GO,
            Map.of(Cell.WRONG_TOPIC, "says `Unknown Topic Or Partition`, whatever the broker said of the topic"));

    private KnownFaults() {}

    static Optional<String> reason(Client client, Cell cell) {
        return Optional.ofNullable(REASONS.getOrDefault(client, Map.of()).get(cell));
    }
}
