package io.openintake.systemtests;

import io.openintake.contracts.ServiceName;
import io.openintake.systemtests.check.Workload;
import io.openintake.systemtests.faults.Scene;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever dies, and whenever: every acknowledged message is exactly one row or exactly one dead letter. */
final class KillIT {
    private static final Duration RECOVERY = Duration.ofSeconds(120);
    private static final int PER_SECOND = 100;

    /** In the second flush of the intake; each flush makes two transactions, the intent and the outcome. */
    @ParameterizedTest
    @CsvSource({"f.beforeIntent, 2", "f.beforePost, 2", "f.afterPost, 2", "f.txnSent, 4"})
    void aFlusherThatDiesLeavesEachMessageExactlyOnce(String point, int time) throws Exception {
        Rig rig = Rig.shared();
        try (Scene scene = Scene.of(rig, "kill-" + point.substring(2).toLowerCase(Locale.ROOT))) {
            rig.stop(ServiceName.FLUSHER);
            rig.restartFlusherThatHaltsAt(point, time);
            try (Workload load = scene.load(PER_SECOND)) {
                Eventually.within(RECOVERY)
                        .untilHolds("the flusher died at " + point, () -> !rig.isAlive(ServiceName.FLUSHER));
                rig.kill(ServiceName.FLUSHER);
                int before = scene.history().acknowledgedCount();
                rig.restart(ServiceName.FLUSHER);
                Eventually.holds(
                        "load went on meanwhile", () -> scene.history().acknowledgedCount() > before + 2 * PER_SECOND);
            }
            scene.check();
        }
    }

    @Test
    void aGatewayThatDiesUnderLoadLosesAndRepeatsNothing() throws Exception {
        Rig rig = Rig.shared();
        try (Scene scene = Scene.of(rig, "kill-gateway")) {
            try (Workload load = scene.load(PER_SECOND)) {
                for (int kill = 0; kill < 2; kill++) {
                    int before = scene.history().acknowledgedCount();
                    Eventually.holds(
                            "messages are acknowledged",
                            () -> scene.history().acknowledgedCount() > before + 4 * PER_SECOND);
                    rig.kill(ServiceName.GATEWAY);
                    rig.restart(ServiceName.GATEWAY);
                }
                int after = scene.history().acknowledgedCount();
                Eventually.within(RECOVERY)
                        .untilHolds(
                                "producing goes on",
                                () -> scene.history().acknowledgedCount() > after + 4 * PER_SECOND);
            }
            scene.check();
        }
    }
}
