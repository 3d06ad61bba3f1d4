package io.openintake.systemtests.matrix;

import java.util.Map;
import java.util.Optional;

/** Cells that fail for a reason of the client's own; a test fails when one of them does not fail any more. */
final class KnownFaults {
    private static final Map<Client, Map<Cell, String>> REASONS = Map.of();

    private KnownFaults() {}

    static Optional<String> reason(Client client, Cell cell) {
        return Optional.ofNullable(REASONS.getOrDefault(client, Map.of()).get(cell));
    }
}
