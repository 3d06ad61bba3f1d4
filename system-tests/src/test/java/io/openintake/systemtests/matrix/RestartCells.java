package io.openintake.systemtests.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.ServiceName;
import io.openintake.systemtests.matrix.Trial.Load;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The gateway dies while all clients produce at the same time. */
final class RestartCells {
    private static final int MESSAGES = 200;
    private static final int PAUSE_MS = 100;
    private static final int BEFORE = 20;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration RECOVERY = Duration.ofSeconds(120);

    private final Surroundings surroundings;

    RestartCells(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Map<Client, Outcome> run(List<Trial> trials) throws Exception {
        Map<Trial, ClientProcess> processes = new java.util.LinkedHashMap<>();
        try {
            for (Trial trial : trials) {
                processes.put(trial, trial.produce("SCRAM-SHA-512", load(trial)));
            }
            Map<Client, Outcome> outcomes = new EnumMap<>(Client.class);
            for (Trial trial : trials) {
                Outcome start = Matrix.outcome(() -> awaitProducing(trial));
                if (start instanceof Outcome.Failed) {
                    outcomes.put(trial.client(), start);
                }
            }
            surroundings.rig().kill(ServiceName.GATEWAY);
            Map<Client, Integer> before = new EnumMap<>(Client.class);
            for (Trial trial : trials) {
                before.put(trial.client(), arrived(trial).size());
            }
            surroundings.rig().restart(ServiceName.GATEWAY);
            processes.forEach((trial, process) -> outcomes.computeIfAbsent(
                    trial.client(), client -> Matrix.outcome(() -> check(trial, process, before.get(client)))));
            return outcomes;
        } finally {
            processes.values().forEach(ClientProcess::close);
        }
    }

    private String awaitProducing(Trial trial) {
        Eventually.within(START).untilHolds("it produces", () -> arrived(trial).size() >= BEFORE);
        return "";
    }

    private String check(Trial trial, ClientProcess process, int before) throws Exception {
        assertTrue(before < MESSAGES, "all was sent before the gateway died");
        process.awaitEnd(RECOVERY);
        List<String> acked = process.ids("acked");
        List<String> arrived = arrived(trial);
        Set<String> lost = new HashSet<>(acked);
        lost.removeAll(arrived);
        assertEquals(Set.of(), lost, "acknowledged and not there");
        int twice = arrived.size() - new HashSet<>(arrived).size();
        assertFalse(trial.client().isIdempotent() && twice > 0, () -> twice + " are there twice");
        assertEquals(MESSAGES, acked.size(), process::story);
        return trial.client().isIdempotent() ? "all once" : "all, " + twice + " twice";
    }

    private List<String> arrived(Trial trial) throws Exception {
        return new ArrayList<>(surroundings.log().ids(trial.topic(), load(trial).prefix()));
    }

    private static Load load(Trial trial) {
        return Load.of("restart", MESSAGES).with(trial.bestIdempotence()).withPauseMs(PAUSE_MS);
    }
}
