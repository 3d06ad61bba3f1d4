package io.openintake.flusher.iceberg;

import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.app.IntakeTable.Fault;
import io.openintake.flusher.app.IntakeTable.Post;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;

/**
 * The one place where the table changes hands: an append planned on one version, posted once, together with our
 * property. Iceberg's own commit loop is never entered. After a lost answer it would post again, take the 409 for its
 * own commit as a reason to clean up, and delete files that the table uses by then.
 *
 * <p>{@code Snapshot apply()} plans and writes manifests, and touches nothing else; {@code TableOperations.commit}
 * posts the requirement that table UUID and main are those of the base. Both are public, but core-internal: the
 * version of Iceberg is pinned and the fault matrix is run against it.
 */
final class SingleCommit {
    private SingleCommit() {}

    static Post post(
            LoadedIcebergTable base, List<DataFileHandle> files, Map<String, String> summary, Map<String, String> set) {
        TableMetadata from = base.metadata();
        TableOperations operations = base.operations();
        if (!operations.current().equals(from)) {
            return new Post.NotSent("the version it builds on is not the last one that was seen");
        }
        boolean isFirstSnapshot = from.currentSnapshot() == null;
        if (isFirstSnapshot && !(files.isEmpty() && set.isEmpty())) {
            // without a parent a late copy of this commit could land after the table was replaced
            return new Post.NotSent("the table has no snapshot to append to");
        }
        Snapshot snapshot;
        TableMetadata to;
        try {
            snapshot = plan(base.pinned(), files, summary);
            if (!isFirstSnapshot && snapshot.parentId() == null) {
                return new Post.NotSent("the append has no parent");
            }
            to = TableMetadata.buildFrom(from)
                    .setBranchSnapshot(snapshot, SnapshotRef.MAIN_BRANCH)
                    .setProperties(set)
                    .build();
        } catch (RuntimeException notPlanned) {
            return new Post.Unclear(Faults.of(notPlanned));
        }
        try {
            operations.commit(from, to);
        } catch (RuntimeException unclear) {
            return new Post.Unclear(Faults.of(unclear));
        }
        return accepted(base, snapshot);
    }

    private static Snapshot plan(BaseTable table, List<DataFileHandle> files, Map<String, String> summary) {
        // merging keeps the number of manifests bounded; an empty append has no need to read any
        AppendFiles append = files.isEmpty() ? table.newFastAppend() : table.newAppend();
        for (DataFileHandle file : files) {
            append.appendFile(((IcebergDataFile) file).file());
        }
        summary.forEach(append::set);
        append.scanManifestsWith(new InThisThread());
        return append.apply();
    }

    /** A catalog may answer 200 with anything. */
    private static Post accepted(LoadedIcebergTable base, Snapshot snapshot) {
        TableMetadata answer = base.operations().current();
        return answer.snapshot(snapshot.snapshotId()) == null
                ? new Post.Unclear(new Fault(
                        Fault.Kind.TRANSIENT, "answer-unusable", "the catalog's answer does not show the commit"))
                : new Post.Posted(base.at(answer));
    }
}
