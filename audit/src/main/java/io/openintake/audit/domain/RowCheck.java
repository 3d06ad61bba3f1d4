package io.openintake.audit.domain;

import io.openintake.audit.domain.TableFacts.DataFile;
import io.openintake.audit.domain.TableFacts.LiveFile;
import io.openintake.audit.domain.TableFacts.Presence;
import io.openintake.audit.domain.TableFacts.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of each commit: added as it says, still in, and in once. */
final class RowCheck {
    private final LogFacts log;
    private final TableFacts table;
    private final Map<String, Long> timesLive;
    private final Map<String, Snapshot> adders;
    private final Map<String, Snapshot> removers;
    private final List<Finding> findings = new ArrayList<>();

    private RowCheck(LogFacts log, TableFacts table) {
        this.log = log;
        this.table = table;
        this.timesLive = table.timesLive();
        this.adders = table.adders();
        this.removers = table.removers();
    }

    static List<Finding> findings(LogFacts log, TableFacts table) {
        RowCheck check = new RowCheck(log, table);
        table.batches().forEach(check::commit);
        table.snapshots().stream()
                .filter(snapshot -> table.isInMain(snapshot) && snapshot.isReplacing())
                .forEach(check::compaction);
        check.liveFiles();
        check.totals();
        return check.findings;
    }

    private void commit(Snapshot snapshot) {
        CommitRecord commit = TableFacts.commitOf(snapshot);
        long rows = snapshot.addedRows();
        commit.counts()
                .filter(counts -> counts.rows() != rows)
                .ifPresent(counts -> findings.add(Finding.wrong(
                        "rows-differ", "%s says %d rows, its files have %d".formatted(commit, counts.rows(), rows))));
        if (rows > commit.width()) {
            findings.add(Finding.wrong(
                    "rows-differ", "%s has %d rows for %d offsets".formatted(commit, rows, commit.width())));
        }
        if (!table.isInMain(snapshot)) {
            findings.add(Finding.wrong(
                    "rolled-back",
                    "%s with %d rows is not in the table any more: it was rolled back".formatted(commit, rows)));
            return;
        }
        snapshot.added().stream()
                .filter(file -> !timesLive.containsKey(file.path()))
                .forEach(file -> gone(file, commit));
    }

    private void gone(DataFile file, CommitRecord commit) {
        Snapshot remover = removers.get(file.path());
        if (remover == null) {
            findings.add(
                    table.expired()
                            ? Finding.note(
                                    "rows-untraceable",
                                    "%s: file %s (%d rows) was taken out by a snapshot that has expired"
                                            .formatted(commit, file.path(), file.rows()))
                            : Finding.wrong(
                                    "rows-missing",
                                    "%s: file %s (%d rows) is not in the table"
                                            .formatted(commit, file.path(), file.rows())));
        } else if (!remover.isReplacing()) {
            findings.add(Finding.wrong(
                    "rows-removed",
                    "%s: %s took out file %s with %d rows and put in %d"
                            .formatted(commit, remover, file.path(), file.rows(), remover.addedRows())));
        }
    }

    private void compaction(Snapshot snapshot) {
        if (snapshot.addedRows() != snapshot.removedRows()) {
            findings.add(Finding.wrong(
                    "compaction-differs",
                    "%s took out %d rows and put in %d"
                            .formatted(snapshot, snapshot.removedRows(), snapshot.addedRows())));
        }
    }

    private void liveFiles() {
        timesLive.forEach((path, times) -> {
            if (times > 1) {
                findings.add(Finding.wrong(
                        "rows-doubled", "file %s is in the table %d times: %s".formatted(path, times, owner(path))));
            }
        });
        for (LiveFile file : table.live()) {
            if (file.presence() == Presence.GONE) {
                findings.add(Finding.wrong(
                        "file-missing",
                        "the storage lacks file %s (%d rows): %s"
                                .formatted(file.path(), file.rows(), owner(file.path()))));
            }
        }
        if (!table.deleteFiles().isEmpty()) {
            findings.add(Finding.wrong(
                    "rows-hidden",
                    "%d delete files hide rows of the table, the first: %s"
                            .formatted(
                                    table.deleteFiles().size(),
                                    table.deleteFiles().getFirst())));
        }
    }

    private String owner(String path) {
        Snapshot snapshot = adders.get(path);
        return snapshot == null
                ? "not of a commit of this intake that is listed"
                : TableFacts.commitOf(snapshot).toString();
    }

    private void totals() {
        long counted = log.total(LogFacts.Totals::rows);
        Map<String, Long> listed = table.batches().stream()
                .filter(snapshot -> isOfThisTopic(TableFacts.commitOf(snapshot)))
                .collect(Collectors.toMap(
                        snapshot -> TableFacts.commitOf(snapshot).id(), Snapshot::addedRows, (first, again) -> first));
        log.pending().ifPresent(listed::remove);
        long inCommits = listed.values().stream().mapToLong(Long::longValue).sum();
        if (inCommits > counted) {
            findings.add(Finding.wrong(
                    "totals-differ", "%d rows were counted, the commits have %d".formatted(counted, inCommits)));
        } else if (inCommits < counted && table.expired()) {
            findings.add(Finding.note(
                    "commits-expired",
                    "%d of %d delivered rows are in commits that are still listed; the table holds %d rows in all"
                            .formatted(inCommits, counted, table.liveRows())));
        }
        if (table.expired() && table.liveRows() < counted) {
            findings.add(Finding.wrong(
                    "rows-missing",
                    "%d rows were delivered, and the table holds %d".formatted(counted, table.liveRows())));
        }
    }

    private boolean isOfThisTopic(CommitRecord commit) {
        return commit.topicId().isEmpty() || commit.topicId().equals(log.stateTopicId());
    }
}
