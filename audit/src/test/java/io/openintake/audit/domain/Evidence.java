package io.openintake.audit.domain;

import io.openintake.audit.domain.LogFacts.DeadLetters;
import io.openintake.audit.domain.LogFacts.Ends;
import io.openintake.audit.domain.LogFacts.Letter;
import io.openintake.audit.domain.LogFacts.Totals;
import io.openintake.audit.domain.TableFacts.DataFile;
import io.openintake.audit.domain.TableFacts.LiveFile;
import io.openintake.audit.domain.TableFacts.Presence;
import io.openintake.audit.domain.TableFacts.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A healthy intake of one partition, to be spoilt: three commits of [0,10), [10,20) and [25,30) with 10, 8 and 5 rows,
 * two dead letters in the second, and a batch [20,25) of five dead letters that made no commit.
 */
final class Evidence {
    static final String TOPIC = "topic-1";
    static final String UUID = "table-1";

    final List<Snapshot> snapshots = new ArrayList<>();
    final Set<Long> main = new HashSet<>();
    final List<LiveFile> live = new ArrayList<>();
    final List<Letter> letters = new ArrayList<>();
    final List<String> deleteFiles = new ArrayList<>();
    final List<String> heads = new ArrayList<>(List.of("c3", "c2", "c1"));
    Totals totals = new Totals(30, 23, 7, 0, 0, 0);
    Ends ends = new Ends(0, 33);
    String head = "c3";
    String uuid = UUID;
    String topicNow = TOPIC;
    boolean lettersComplete = true;
    boolean expired;
    Optional<String> pending = Optional.empty();
    Optional<ScannedRows> scanned = Optional.empty();

    Evidence() {
        add(commit(1, "c1", 0, 10, 10));
        add(commit(2, "c2", 10, 20, 8));
        add(commit(3, "c3", 25, 30, 5));
        for (long offset : new long[] {12, 15, 20, 21, 22, 23, 24}) {
            letters.add(new Letter(0, offset, letters.size()));
        }
    }

    /** Of a batch of which so many offsets became rows, and the others dead letters. */
    static Snapshot commit(long id, String commit, long from, long to, long rows) {
        return commit(id, record(commit, from, to, new CommitRecord.Counts(rows, to - from - rows, 0, 0)), rows);
    }

    static Snapshot commit(long id, CommitRecord commit, long rows) {
        return new Snapshot(
                id,
                id,
                Instant.EPOCH.plusSeconds(id),
                "append",
                Optional.of(commit),
                List.of(new DataFile("file-" + commit.id(), rows)),
                List.of());
    }

    static CommitRecord record(String commit, long from, long to, CommitRecord.Counts counts) {
        return new CommitRecord(
                commit, TOPIC, new TreeMap<>(Map.of(0, from)), new TreeMap<>(Map.of(0, to)), Optional.of(counts));
    }

    static Snapshot foreign(long id, String operation, List<DataFile> added, List<DataFile> removed) {
        return new Snapshot(id, id, Instant.EPOCH.plusSeconds(id), operation, Optional.empty(), added, removed);
    }

    /** Puts a snapshot on top of main. */
    Evidence add(Snapshot snapshot) {
        snapshots.add(snapshot);
        main.add(snapshot.id());
        snapshot.removed().forEach(file -> live.removeIf(there -> there.path().equals(file.path())));
        snapshot.added().forEach(file -> live.add(new LiveFile(file.path(), file.rows(), Presence.THERE)));
        return this;
    }

    /** The rows as they are, each with its offset. */
    ScannedRows scan() {
        ScannedRows rows = new ScannedRows();
        Set<Long> dead = letters.stream().map(Letter::offset).collect(Collectors.toSet());
        for (long offset = 0; offset < totals.to(); offset++) {
            if (!dead.contains(offset)) {
                rows.add(0, offset);
            }
        }
        scanned = Optional.of(rows);
        return rows;
    }

    Examination examined() {
        LogFacts log = new LogFacts(
                TOPIC,
                new TreeMap<>(Map.of(0, totals)),
                UUID,
                head,
                pending,
                Optional.empty(),
                topicNow,
                new TreeMap<>(Map.of(0, ends)),
                new DeadLetters(letters, lettersComplete));
        return Examination.of(
                log, Optional.of(new TableFacts(uuid, heads, snapshots, main, expired, live, deleteFiles, scanned)));
    }

    /** The codes found, sorted, each with what its text must say. */
    List<String> codes() {
        return examined().findings().stream().map(Finding::code).sorted().toList();
    }

    String texts() {
        return examined().findings().stream().map(Finding::text).collect(Collectors.joining("\n"));
    }
}
