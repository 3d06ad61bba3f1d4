package io.openintake.systemtests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.launcher.stack.Installation;
import io.openintake.systemtests.ForeignClients;
import io.openintake.systemtests.ForeignClients.Run;
import io.openintake.systemtests.Rig;
import io.openintake.testkit.Eventually;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

/** {@code ./intake audit} beside the running whole: silent while all is right, exact when somebody tampers. */
final class AuditIT {
    private static final int MESSAGES = 40;

    @Test
    void namesWhatSomebodyDidToTheTableWithItsOffsets() throws Exception {
        try (Scene scene = Scene.of(Rig.shared(), "audited")) {
            deliver(scene, 1);
            deliver(scene, 2);
            expect(scene, 0, "audit passed: nothing missing, nothing doubled");

            Table table = scene.table().load();
            Snapshot last = table.currentSnapshot();
            DataFile ours = SnapshotChanges.builderFor(table)
                    .snapshot(last)
                    .build()
                    .addedDataFiles()
                    .iterator()
                    .next();
            table.newDelete().deleteFile(ours).commit();
            expect(scene, 1, "wrong rows-removed: ", "wrong offset-missing: ", lastOffset(scene));

            table.manageSnapshots().setCurrentSnapshot(last.snapshotId()).commit();
            expect(scene, 0, "audit passed: nothing missing, nothing doubled");

            table.newAppend().appendFile(ours).commit();
            expect(scene, 1, "wrong rows-doubled: ", "wrong offset-doubled: more than one row: ", lastOffset(scene));

            long before = Optional.ofNullable(last.parentId()).orElseThrow();
            table.manageSnapshots().setCurrentSnapshot(before).commit();
            expect(scene, 1, "wrong rolled-back: commit ", lastOffset(scene));

            table.manageSnapshots().setCurrentSnapshot(last.snapshotId()).commit();
            table.expireSnapshots()
                    .expireOlderThan(System.currentTimeMillis())
                    .retainLast(1)
                    .commit();
            expect(scene, 0, "note before-the-list: ", "audit passed as far as can be seen");
        }
    }

    @Test
    void saysSoWhenThereIsNothingToAudit() throws Exception {
        Rig rig = Rig.shared();
        assertEquals(2, audit(rig, "5f1d8a3c-6f6c-4e36-9f3a-0c1b2d3e4f50").exit());
        assertEquals(2, audit(rig, "nonsense").exit());
    }

    /** A flush of its own. */
    private static void deliver(Scene scene, int flush) {
        scene.fill(MESSAGES);
        Eventually.within(java.time.Duration.ofSeconds(90))
                .untilHolds("flush " + flush, () -> scene.position() == (long) flush * MESSAGES);
    }

    /** The newest commit's summary says where it ended. */
    private static String lastOffset(Scene scene) {
        String to = StreamSupport.stream(scene.table().load().snapshots().spliterator(), false)
                .map(snapshot -> snapshot.summary().get("openintake.to"))
                .filter(ends -> ends != null)
                .reduce((first, later) -> later)
                .orElseThrow();
        // {"0":40,...}: the end of the first partition, as the last offset of a range
        long end = Long.parseLong(to.replaceAll("^\\{\"\\d+\":(\\d+).*$", "$1"));
        return "" + (end - 1);
    }

    private static void expect(Scene scene, int exit, String... texts) throws Exception {
        Run run = audit(Rig.shared(), scene.tenant().intake().toString());
        for (String text : texts) {
            assertTrue(run.out().contains(text), text + " is not in:\n" + run.out() + run.err());
        }
        assertEquals(exit, run.exit(), run.out() + run.err());
    }

    private static Run audit(Rig rig, String intake) throws Exception {
        List<String> command = List.of(
                Installation.ofThisProcess().root().resolve("intake").toString(),
                "audit",
                intake,
                "--rows",
                "--data",
                rig.folder().path().toString());
        return ForeignClients.run(command, Map.of("INTAKE_NO_BUILD", "1"), "");
    }
}
