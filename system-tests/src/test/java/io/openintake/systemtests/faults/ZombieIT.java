package io.openintake.systemtests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.ServiceName;
import io.openintake.systemtests.Rig;
import io.openintake.systemtests.check.Workload;
import io.openintake.systemtests.faults.CatalogGate.Held;
import io.openintake.systemtests.faults.CatalogGate.Where;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.ServiceProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A flusher that stands still beyond its session, or whose commit travels for long, while another one goes on. */
@Tag("faults")
final class ZombieIT {
    private static final Duration TAKEOVER = Duration.ofSeconds(90);
    private static final int PER_SECOND = 40;
    private static final int OK = 200;
    private static final int CONFLICT = 409;

    @BeforeAll
    static void stopTheUsualOne() throws Exception {
        Rig.shared().stop(ServiceName.FLUSHER);
    }

    @AfterAll
    static void startItAgain() throws Exception {
        Rig.shared().restart(ServiceName.FLUSHER);
    }

    @Test
    void aFlusherFrozenBeforeItsPostIsFencedWhenItWakes() throws Exception {
        Rig rig = Rig.shared();
        try (Scene scene = Scene.of(rig, "zombie-before");
                Flushers flushers = new Flushers(rig)) {
            ServiceProcess zombie =
                    flushers.launch(1, "f.beforePost:2:pause:15000").awaitReady();
            try (Workload load = scene.load(PER_SECOND)) {
                scene.awaitFirstFlush();
                Eventually.within(TAKEOVER)
                        .untilHolds("an intent stands", () -> scene.state().has("pending"));
                awaitSamePending(scene);
                zombie.freeze();
                flushers.start(2);
                scene.awaitProgress(TAKEOVER);
                zombie.thaw();
                scene.awaitProgress(TAKEOVER);
            }
            scene.check();
        }
    }

    @Test
    void aFlusherFrozenAfterItsPostLeavesTheOutcomeToItsSuccessor() throws Exception {
        Rig rig = Rig.shared();
        try (Scene scene = Scene.of(rig, "zombie-after");
                Flushers flushers = new Flushers(rig)) {
            ServiceProcess zombie = flushers.start(1);
            try (Workload load = scene.load(PER_SECOND)) {
                scene.awaitFirstFlush();
                Held held = scene.gate().holdNext(Where.ANSWER);
                held.awaitArrival();
                zombie.freeze();
                flushers.start(2);
                scene.awaitProgress(TAKEOVER);
                assertEquals(OK, held.release());
                zombie.thaw();
                scene.awaitProgress(TAKEOVER);
            }
            scene.check();
        }
    }

    @Test
    void aCommitThatArrivesAfterTheSuccessorTookOverIsRefused() throws Exception {
        Rig rig = Rig.shared();
        try (Scene scene = Scene.of(rig, "straggler-late");
                Flushers flushers = new Flushers(rig)) {
            ServiceProcess sender = flushers.start(1);
            try (Workload load = scene.load(PER_SECOND)) {
                scene.table().work();
                scene.awaitFirstFlush();
                Held straggler = scene.gate().holdNext(Where.REQUEST);
                straggler.awaitArrival();
                sender.freeze();
                flushers.start(2);
                scene.awaitProgress(TAKEOVER);
                assertEquals(CONFLICT, straggler.release());
                sender.thaw();
                scene.awaitProgress(TAKEOVER);
            }
            scene.check();
        }
    }

    @Test
    void aCommitThatArrivesBeforeTheSuccessorLooksIsFound() throws Exception {
        Rig rig = Rig.shared();
        try (Scene scene = Scene.of(rig, "straggler-early");
                Flushers flushers = new Flushers(rig)) {
            ServiceProcess sender = flushers.start(1);
            try (Workload load = scene.load(PER_SECOND)) {
                scene.awaitFirstFlush();
                Held straggler = scene.gate().holdNext(Where.REQUEST);
                straggler.awaitArrival();
                String commit = scene.state().path("pending").path("commit").asText();
                sender.kill9();
                assertEquals(OK, straggler.release());
                flushers.start(2);
                scene.awaitProgress(TAKEOVER);
                assertEquals(1, scene.commits(commit), "commit " + commit);
            }
            scene.check();
        }
    }

    /** The pause is at work, and not just a moment between intent and outcome. */
    private static void awaitSamePending(Scene scene) {
        String[] last = {""};
        int[] same = {0};
        Eventually.within(TAKEOVER).untilHolds("the commit pauses", () -> {
            String now = scene.state().path("pending").path("commit").asText("");
            same[0] = !now.isEmpty() && now.equals(last[0]) ? same[0] + 1 : 0;
            last[0] = now;
            return same[0] >= 5;
        });
    }
}
