package io.openintake.audit.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the table and its files say.
 *
 * @param heads ids of the last commits as the table's property names them, newest first; none without the property
 * @param snapshots all that are listed, by sequence number
 * @param main ids of main's snapshot and of those before it, as far as they are listed
 * @param expired whether snapshots of main are not listed any more
 * @param live data files of main's snapshot
 * @param deleteFiles files of main's snapshot that hide rows of data files
 * @param scanned every row's partition and offset, when all rows were read
 */
public record TableFacts(
        String uuid,
        List<String> heads,
        List<Snapshot> snapshots,
        Set<Long> main,
        boolean expired,
        List<LiveFile> live,
        List<String> deleteFiles,
        Optional<ScannedRows> scanned) {
    public TableFacts {
        heads = List.copyOf(heads);
        snapshots = List.copyOf(snapshots);
        main = Set.copyOf(main);
        live = List.copyOf(live);
        deleteFiles = List.copyOf(deleteFiles);
    }

    /**
     * One listed snapshot.
     *
     * @param commit empty when somebody else made it
     */
    public record Snapshot(
            long id,
            long sequence,
            Instant at,
            String operation,
            Optional<CommitRecord> commit,
            List<DataFile> added,
            List<DataFile> removed) {
        long addedRows() {
            return added.stream().mapToLong(DataFile::rows).sum();
        }

        long removedRows() {
            return removed.stream().mapToLong(DataFile::rows).sum();
        }

        boolean isReplacing() {
            return operation.equals("replace");
        }

        @Override
        public String toString() {
            return "snapshot %d (%s, %s)".formatted(id, operation, at);
        }
    }

    /** A data file as a snapshot names it. */
    public record DataFile(String path, long rows) {}

    /** A data file of main's snapshot, named once for each time it is in. */
    public record LiveFile(String path, long rows, Presence presence) {}

    /** Whether the storage has the file. */
    public enum Presence {
        THERE,
        GONE
    }

    /** Rows in main's snapshot, before delete files are applied. */
    public long liveRows() {
        return live.stream().mapToLong(LiveFile::rows).sum();
    }

    boolean isInMain(Snapshot snapshot) {
        return main.contains(snapshot.id());
    }

    /** How often each live file is in. */
    Map<String, Long> timesLive() {
        return live.stream().collect(Collectors.groupingBy(LiveFile::path, Collectors.counting()));
    }

    /** The snapshot of ours that added a file; our files have names that never repeat. */
    Map<String, Snapshot> adders() {
        return snapshots.stream()
                .filter(snapshot -> snapshot.commit().isPresent())
                .flatMap(snapshot -> snapshot.added().stream().map(file -> Map.entry(file.path(), snapshot)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, again) -> first));
    }

    /** The snapshot of main that took a file out last. */
    Map<String, Snapshot> removers() {
        return snapshots.stream()
                .filter(this::isInMain)
                .flatMap(snapshot -> snapshot.removed().stream().map(file -> Map.entry(file.path(), snapshot)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, later) -> later));
    }

    /** Whether snapshots that were listed once are gone from the middle: a rollback, and then an expiry. */
    boolean lacksSequenceNumbers() {
        Set<Long> listed = snapshots.stream().map(Snapshot::sequence).collect(Collectors.toSet());
        long last = listed.stream().max(Long::compare).orElse(0L);
        return listed.size() < last;
    }

    /** Our snapshots with a batch, oldest first. */
    List<Snapshot> batches() {
        return snapshots.stream()
                .filter(snapshot ->
                        snapshot.commit().filter(CommitRecord::hasBatch).isPresent())
                .toList();
    }

    static CommitRecord commitOf(Snapshot snapshot) {
        return snapshot.commit().orElseThrow(() -> new IllegalStateException("not ours: " + snapshot));
    }
}
