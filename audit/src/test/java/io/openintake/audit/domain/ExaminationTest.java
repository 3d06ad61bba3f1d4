package io.openintake.audit.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.audit.domain.LogFacts.Ends;
import io.openintake.audit.domain.LogFacts.Letter;
import io.openintake.audit.domain.LogFacts.Totals;
import io.openintake.audit.domain.TableFacts.DataFile;
import io.openintake.audit.domain.TableFacts.LiveFile;
import io.openintake.audit.domain.TableFacts.Presence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every way to spoil a healthy intake is found, and named with its offsets; a healthy one is not accused. */
class ExaminationTest {
    private final Evidence evidence = new Evidence();

    @Test
    void findsNothingWhereNothingIsWrong() {
        evidence.scan();
        assertEquals(List.of(), evidence.codes());
        assertTrue(evidence.examined().isClean());
    }

    @Test
    void doesNotAccuseACompaction() {
        evidence.add(Evidence.foreign(
                4,
                "replace",
                List.of(new DataFile("big", 18)),
                List.of(new DataFile("file-c1", 10), new DataFile("file-c2", 8))));
        assertEquals(List.of(), evidence.codes());
    }

    @Test
    void doesNotAccuseOtherWriters() {
        evidence.add(Evidence.foreign(4, "append", List.of(new DataFile("theirs", 7)), List.of()));
        evidence.scan().addUnlocated();
        assertEquals(List.of(), evidence.codes());
    }

    @Test
    void findsADataFileThatSomebodyDeleted() {
        evidence.add(Evidence.foreign(4, "delete", List.of(), List.of(new DataFile("file-c2", 8))));
        expect("rows-removed", "partition 0 offsets 10..19");
    }

    @Test
    void findsAFileOfOursThatIsInTwice() {
        evidence.add(Evidence.foreign(4, "append", List.of(new DataFile("file-c2", 8)), List.of()));
        expect("rows-doubled", "partition 0 offsets 10..19");
    }

    @Test
    void findsARollback() {
        evidence.main.remove(3L);
        evidence.live.removeIf(file -> file.path().equals("file-c3"));
        expect("rolled-back", "partition 0 offsets 25..29");
    }

    @Test
    void findsARollbackWhoseSnapshotHasExpired() {
        evidence.main.remove(3L);
        evidence.snapshots.remove(2);
        evidence.live.removeIf(file -> file.path().equals("file-c3"));
        expect("chain-broken", "partition 0 offsets 20..29");
    }

    @Test
    void findsACommitThatIsMissingBetweenTwo() {
        evidence.snapshots.remove(1);
        evidence.live.removeIf(file -> file.path().equals("file-c2"));
        expect("chain-broken", "partition 0 offsets 10..24");
    }

    @Test
    void findsACommitThatBeginsBeforeTheLastOneEnded() {
        evidence.snapshots.set(2, Evidence.commit(3, "c3", 18, 30, 12));
        evidence.live.set(2, new LiveFile("file-c3", 12, Presence.THERE));
        assertTrue(evidence.codes().contains("chain-overlaps"));
        assertTrue(evidence.texts().contains("partition 0 offsets 18..19"));
    }

    @Test
    void findsACommitThatIsInTwice() {
        evidence.add(Evidence.commit(4, "c2", 10, 20, 8));
        assertEquals(List.of("commit-twice", "rows-doubled"), evidence.codes());
    }

    @Test
    void findsACommitWhoseFilesHaveFewerRowsThanItSays() {
        evidence.snapshots.set(
                1, Evidence.commit(2, Evidence.record("c2", 10, 20, new CommitRecord.Counts(7, 2, 0, 0)), 7));
        assertTrue(evidence.codes().contains("commit-wrong"));
    }

    @Test
    void findsAFileThatTheStorageHasLost() {
        evidence.live.set(0, new LiveFile("file-c1", 10, Presence.GONE));
        expect("file-missing", "partition 0 offsets 0..9");
    }

    @Test
    void findsHiddenRows() {
        evidence.deleteFiles.add("positions");
        expect("rows-hidden", "positions");
    }

    @Test
    void findsTheOffsetOfARowThatIsThereTwice() {
        evidence.scan().add(0, 7);
        expect("offset-doubled", "partition 0 offset 7");
    }

    @Test
    void findsTheOffsetsOfRowsThatAreMissing() {
        ScannedRows rows = new ScannedRows();
        for (long offset = 0; offset < 30; offset++) {
            if (offset != 3 && offset != 4 && !List.of(12L, 15L).contains(offset) && (offset < 20 || offset > 24)) {
                rows.add(0, offset);
            }
        }
        evidence.scanned = Optional.of(rows);
        expect("offset-missing", "partition 0 offsets 3..4");
    }

    @Test
    void findsARowThatIsADeadLetterToo() {
        evidence.scan().add(0, 12);
        expect("row-and-dead-letter", "partition 0 offset 12");
    }

    @Test
    void findsARowAboveThePosition() {
        evidence.scan().add(0, 31);
        expect("row-too-early", "partition 0 offset 31");
    }

    @Test
    void findsADeadLetterThatIsThereTwice() {
        evidence.letters.add(new Letter(0, 12, 7));
        assertEquals(List.of("dead-letter-doubled", "dead-letters-differ"), evidence.codes());
    }

    @Test
    void findsADeadLetterThatIsMissing() {
        evidence.letters.removeFirst();
        expect("dead-letters-differ", "7 dead letters were counted, 6");
    }

    @Test
    void findsADeadLetterAboveThePosition() {
        evidence.letters.set(6, new Letter(0, 31, 6));
        assertTrue(evidence.codes().contains("dead-letter-too-early"));
    }

    @Test
    void findsOffsetsThatLeftTheTopicUndelivered() {
        evidence.ends = new Ends(32, 40);
        expect("gone-from-the-topic", "partition 0 offsets 30..31");
    }

    @Test
    void findsATopicThatEndsBelowThePosition() {
        evidence.ends = new Ends(0, 28);
        expect("topic-cut", "partition 0 offsets 28..29");
    }

    @Test
    void findsATopicThatWasMadeAnew() {
        evidence.topicNow = "topic-2";
        expect("topic-recreated", "topic-2");
    }

    @Test
    void findsATableThatWasReplaced() {
        evidence.uuid = "table-2";
        expect("table-replaced", "table-2");
    }

    @Test
    void findsThatThePropertyIsNotOurs() {
        evidence.heads.clear();
        expect("head-differs", "c3");
    }

    @Test
    void findsTotalsThatDoNotAddUp() {
        evidence.totals = new Totals(30, 22, 7, 0, 0, 0);
        assertTrue(evidence.codes().contains("totals-wrong"));
    }

    @Test
    void findsACommitThatTheLogDoesNotKnow() {
        evidence.add(Evidence.commit(4, "c4", 30, 33, 3));
        assertEquals(List.of("table-is-ahead", "totals-differ"), evidence.codes());
    }

    @Test
    void waitsForACommitThatIsUnderWay() {
        evidence.add(Evidence.commit(4, "c4", 30, 33, 3));
        evidence.pending = Optional.of("c4");
        assertNotesOnly("commit-under-way");
    }

    @Test
    void saysWhatCannotBeProvedOnceSnapshotsHaveExpired() {
        evidence.snapshots.removeFirst();
        evidence.expired = true;
        assertNotesOnly("before-the-list", "commits-expired");
        assertTrue(evidence.texts().contains("partition 0 offsets 0..9"));
    }

    @Test
    void stillCountsRowsOnceSnapshotsHaveExpired() {
        evidence.snapshots.removeFirst();
        evidence.live.removeFirst();
        evidence.expired = true;
        assertTrue(evidence.codes().contains("rows-missing"));
        assertFalse(evidence.examined().isClean());
    }

    @Test
    void saysThatDeadLettersHaveExpired() {
        evidence.letters.subList(0, 3).clear();
        evidence.lettersComplete = false;
        assertNotesOnly("dead-letters-expired");
    }

    @Test
    void saysThatAPersonGaveOffsetsUp() {
        evidence.totals = new Totals(32, 23, 7, 0, 0, 2);
        assertNotesOnly("gap-accepted");
    }

    private void expect(String code, String text) {
        assertEquals(List.of(code), evidence.codes(), evidence.texts());
        assertTrue(evidence.texts().contains(text), evidence.texts());
        assertFalse(evidence.examined().isClean());
    }

    private void assertNotesOnly(String... codes) {
        assertEquals(List.of(codes), evidence.codes(), evidence.texts());
        assertTrue(evidence.examined().isClean());
    }
}
