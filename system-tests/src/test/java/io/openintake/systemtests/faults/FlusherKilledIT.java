package io.openintake.systemtests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.ServiceName;
import io.openintake.systemtests.Rig;
import io.openintake.systemtests.check.Workload;
import io.openintake.testkit.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Flushers that end at any point, again and again, while the table's owner appends, compacts and expires. */
@Tag("faults")
final class FlusherKilledIT {
    private static final int KILLED = 137;
    private static final Duration DEATH = Duration.ofSeconds(90);
    /** The promise is 30 s; two busy cores start a JVM late. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    /** The last two need a commit in doubt, which the one before them leaves. */
    private static final List<String> POINTS = List.of(
            "f.polled",
            "f.converted",
            "f.beforeIntent",
            "f.afterPost",
            "f.beforeTxn",
            "f.txnSent",
            "f.txnCommitted",
            "f.beforePost",
            "f.afterIntent",
            "f.beforeAdopt",
            "f.afterAdopt");

    @BeforeAll
    static void stopTheUsualOne() throws Exception {
        Rig.shared().stop(ServiceName.FLUSHER);
    }

    @AfterAll
    static void startItAgain() throws Exception {
        Rig.shared().restart(ServiceName.FLUSHER);
    }

    @Test
    void everyMessageIsThereOnceWhereverItIsKilled() throws Exception {
        Rig rig = Rig.shared();
        List<String> figures = new ArrayList<>();
        try (Scene scene = Scene.of(rig, "killed-everywhere");
                Flushers flushers = new Flushers(rig)) {
            try (Workload load = scene.load(60)) {
                scene.table().work();
                flushers.start(1);
                scene.awaitFirstFlush();
                flushers.killAll();
                for (String point : POINTS) {
                    ServiceProcess dying = flushers.launch(1, point + ":1:halt");
                    assertEquals(KILLED, dying.awaitExit(DEATH), point);
                    if (!point.equals("f.afterIntent") && !point.equals("f.beforeAdopt")) {
                        figures.add(point + " " + recovered(scene, flushers));
                    }
                }
            }
            scene.table().rest();
            flushers.start(1);
            scene.check();
            System.out.println("[faults] flushing again after kill -9, in ms: " + String.join(", ", figures));
        }
    }

    /** From the death to the next position in the log, the start of the process included. */
    private static long recovered(Scene scene, Flushers flushers) throws Exception {
        long begun = System.nanoTime();
        flushers.launch(1, "");
        scene.awaitProgress(RECOVERY.plusSeconds(30));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        flushers.killAll();
        assertTrue(took.compareTo(RECOVERY) < 0, "flushing again only after " + took);
        return took.toMillis();
    }
}
