package io.openintake.audit.domain;

import io.openintake.audit.domain.LogFacts.Letter;
import io.openintake.audit.domain.LogFacts.Totals;
import io.openintake.audit.domain.TableFacts.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The commits, end to end: each begins where the one before it ended. A batch without rows makes no commit, so offsets
 * between two commits must be dead letters, or offsets that the state counts as skipped, as no records, or as lost.
 */
final class ChainCheck {
    private final LogFacts log;
    private final TableFacts table;
    private final Map<Integer, Set<Long>> dead = new HashMap<>();
    private final SortedMap<Integer, Long> reached = new TreeMap<>();
    private final Map<Integer, Long> unexplained = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private ChainCheck(LogFacts log, TableFacts table) {
        this.log = log;
        this.table = table;
        for (Letter letter : log.deadLetters().letters()) {
            dead.computeIfAbsent(letter.partition(), any -> new HashSet<>()).add(letter.offset());
        }
    }

    static List<Finding> findings(LogFacts log, TableFacts table) {
        ChainCheck check = new ChainCheck(log, table);
        check.identity();
        Set<String> ids = new HashSet<>();
        for (Snapshot snapshot : table.batches()) {
            CommitRecord commit = TableFacts.commitOf(snapshot);
            check.adds(commit);
            if (!ids.add(commit.id())) {
                check.findings.add(Finding.wrong("commit-twice", commit + " is in a second time, by " + snapshot));
            } else if (commit.topicId().isEmpty() || commit.topicId().equals(log.stateTopicId())) {
                commit.ranges().forEach(range -> check.follows(range, commit));
            }
        }
        log.at().forEach(check::ends);
        return check.findings;
    }

    private void identity() {
        if (!log.tableUuid().isEmpty() && !log.tableUuid().equals(table.uuid())) {
            findings.add(Finding.wrong(
                    "table-replaced",
                    "the last commit went to table %s, and this one is %s".formatted(log.tableUuid(), table.uuid())));
        }
        if (!log.head().isEmpty()
                && !table.heads().contains(log.head())
                && log.pending().isEmpty()) {
            findings.add(Finding.wrong(
                    "head-differs",
                    "the log's last commit is %s, the table's property says %s"
                            .formatted(
                                    log.head(),
                                    table.heads().isEmpty()
                                            ? "nothing"
                                            : table.heads().getFirst())));
        }
        long old = table.batches().stream()
                .map(snapshot -> TableFacts.commitOf(snapshot).topicId())
                .filter(topic -> !topic.isEmpty() && !topic.equals(log.stateTopicId()))
                .count();
        if (old > 0) {
            findings.add(Finding.note(
                    "earlier-topic", "%d commits have offsets of an earlier topic of this intake".formatted(old)));
        }
    }

    private void adds(CommitRecord commit) {
        commit.counts()
                .filter(counts -> counts.total() != commit.width())
                .ifPresent(counts -> findings.add(Finding.wrong(
                        "commit-wrong",
                        "%s has %d offsets, but accounts for %d".formatted(commit, commit.width(), counts.total()))));
    }

    private void follows(OffsetRange range, CommitRecord commit) {
        boolean isFirst = !reached.containsKey(range.partition());
        long expected = reached.getOrDefault(range.partition(), 0L);
        if (range.from() < expected) {
            findings.add(Finding.wrong(
                    "chain-overlaps",
                    "%s begins again with %s"
                            .formatted(commit, new OffsetRange(range.partition(), range.from(), expected))));
        } else if (range.from() > expected) {
            OffsetRange hole = new OffsetRange(range.partition(), expected, range.from());
            if (isFirst && !isCovered(hole) && isBeforeTheTable(commit)) {
                findings.add(Finding.note("before-the-list", hole + ": " + earlier()));
            } else {
                fill(hole, "before " + commit);
            }
        }
        reached.merge(range.partition(), range.to(), Math::max);
    }

    /** Commits that are not listed any more, or never were in this table. */
    private boolean isBeforeTheTable(CommitRecord commit) {
        boolean isFirstOfAll = TableFacts.commitOf(table.batches().getFirst()).equals(commit);
        return table.expired() || (isFirstOfAll && !table.lacksSequenceNumbers());
    }

    private String earlier() {
        return table.expired()
                ? "the snapshots that would prove them have expired; the totals in the log still count them"
                : "delivered before this table had a commit of this intake, for example to another table";
    }

    private void ends(int partition, Totals totals) {
        long end = reached.getOrDefault(partition, 0L);
        if (end < totals.to()) {
            OffsetRange hole = new OffsetRange(partition, end, totals.to());
            boolean nothingListed = end == 0 && table.batches().isEmpty();
            if (nothingListed && table.expired() && !isCovered(hole)) {
                findings.add(Finding.note("before-the-list", hole + ": " + earlier()));
            } else {
                fill(hole, "at the end");
            }
        } else if (end > totals.to() && log.pending().isEmpty()) {
            findings.add(Finding.wrong(
                    "table-is-ahead",
                    new OffsetRange(partition, totals.to(), end) + " are in the table, but the log does not know it"));
        }
    }

    private boolean isCovered(OffsetRange hole) {
        return uncovered(hole) == 0;
    }

    private long uncovered(OffsetRange hole) {
        return hole.width()
                - dead.getOrDefault(hole.partition(), Set.of()).stream()
                        .filter(offset -> offset >= hole.from() && offset < hole.to())
                        .count();
    }

    /** What dead letters do not cover must be among what the state counts as no rows. */
    private void fill(OffsetRange hole, String where) {
        long open = unexplained.merge(hole.partition(), uncovered(hole), Long::sum);
        Totals totals = log.totals(hole.partition());
        long known = dead.getOrDefault(hole.partition(), Set.of()).size();
        long notRows = totals.skipped() + totals.other() + totals.lost() + Math.max(0, totals.dead() - known);
        if (open > notRows) {
            findings.add(Finding.wrong("chain-broken", "no commit for %s, %s".formatted(hole, where)));
        }
    }
}
