package io.openintake.systemtests.matrix;

import java.util.Map;
import java.util.Optional;

/** Cells that fail for a reason of the client's own; a test fails when one of them fails otherwise, or not any more. */
final class KnownFaults {
    private static final Map<Client, Map<Cell, Fault>> FAULTS = Map.of(
            Client.KAFKA_PYTHON_2,
            Map.of(
                    Cell.WRONG_PASSWORD,
                    new Fault("says `NoBrokersAvailable`, not why", "error=NoBrokersAvailable"),
                    Cell.WRONG_TOPIC,
                    new Fault(
                            "says nothing; sending ends in a timeout",
                            "events [Event[name=sending, id=, offset=-1, error=]], output")),
            Client.KAFKA_PYTHON_3,
            Map.of(
                    Cell.WRONG_PASSWORD,
                    new Fault("tries for half a minute, then says `Unable to bootstrap`, not why", "events []")),
            Client.KAFKA_GO,
            Map.of(
                    Cell.WRONG_TOPIC,
                    new Fault(
                            "says `Unknown Topic Or Partition`, whatever the broker said of the topic",
                            "error=[3] Unknown Topic Or Partition")));

    private KnownFaults() {}

    /**
     * A fault.
     *
     * @param reason for readers
     * @param symptom part of what the cell fails with
     */
    record Fault(String reason, String symptom) {}

    static Optional<Fault> of(Client client, Cell cell) {
        return Optional.ofNullable(FAULTS.getOrDefault(client, Map.of()).get(cell));
    }
}
