package io.openintake.flusher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.TableReported.Kind;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.flush.TableProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever cannot be decided has a name, exact offsets, and an answer that must fit them. */
class NamedStatesTest {
    private static final IntakeId INTAKE = IntakeId.parse("3f0f6f1e-0000-4000-8000-000000000001");
    private static final TableProperty LOST =
            new TableProperty("head-1", List.of(), ScriptedShell.at(Map.of(0, 140L, 1, 0L)), 9);

    private final ScriptedShell shell = new ScriptedShell(FlushState.initial("topic-1", "cluster"));

    @Test
    void asksAboutALogThatStartsTooLateAndTakesOnlyTheExactRangeForAnAnswer() {
        shell.log.put(0, 20L);
        shell.starts.put(0, 8L);
        assertEquals(Problem.DATA_LOSS_SUSPECTED, asked(flush()).code());
        assertEquals(List.of(new OffsetRange(0, 0, 8)), problem().ranges());
        for (var wrong : List.of(
                new Command.GapAccepted(INTAKE, 0, 0, 7),
                new Command.GapAccepted(INTAKE, 0, 1, 8),
                new Command.GapAccepted(INTAKE, 0, 0, 9),
                new Command.GapAccepted(INTAKE, 1, 0, 8))) {
            assertInstanceOf(Outcome.AwaitsPerson.class, flush(wrong), wrong.toString());
        }
        assertInstanceOf(Outcome.Again.class, flush(new Command.GapAccepted(INTAKE, 0, 0, 8)));
        assertEquals(new Position(8, 0, 0, 0, 0, 8), shell.state.position(0));
        assertInstanceOf(Outcome.Delivered.class, flush());
        assertEquals(new Position(20, 12, 0, 0, 0, 8), shell.state.position(0));
    }

    @Test
    void tellsALostStateFromLostDataWhereverTheLogStarts() {
        for (long start : List.of(0L, 8L)) {
            ScriptedShell fresh = new ScriptedShell(FlushState.initial("topic-1", "cluster"));
            fresh.log.put(0, 150L);
            fresh.starts.put(0, start);
            fresh.table = Optional.of(ScriptedShell.view(Optional.of(LOST), 3, snapshots()));
            Outcome outcome = fresh.run(Flush.begin(assignment("topic-1"), fresh.state, List.of(), fresh.draw()));
            assertEquals(Problem.STATE_LOST, asked(outcome).code(), "start " + start);
            assertEquals(List.of(new OffsetRange(0, 0, 140)), asked(outcome).ranges());
        }
    }

    @Test
    void goesOnFromWhereAPersonFoundALostState() {
        loseState();
        Command rebuilt = new Command.StateRebuilt(
                INTAKE, ScriptedShell.at(Map.of(0, 140L)), ScriptedShell.at(Map.of(0, 145L, 1, 3L)), 12);
        assertInstanceOf(Outcome.Again.class, flush(rebuilt));
        assertEquals(new Position(145, 0, 12, 0, 133, 0), shell.state.position(0));
        assertEquals(new Position(3, 0, 0, 0, 3, 0), shell.state.position(1));
        assertTrue(shell.state.problem().isEmpty());
        assertTrue(
                shell.table.orElseThrow().property().orElseThrow().before().contains("head-1"),
                "it was adopted, so that nothing of the lost state can land");
        assertInstanceOf(Outcome.Delivered.class, flush(rebuilt));
        assertEquals(5, shell.rows.size());
    }

    @Test
    void asksAgainWhenACommitOfTheLostStateLandedMeanwhile() {
        loseState();
        TableProperty moved = LOST.next("head-2", ScriptedShell.at(Map.of(0, 150L)), 10);
        shell.table = Optional.of(ScriptedShell.view(Optional.of(moved), 4, snapshots()));
        Command rebuilt = new Command.StateRebuilt(
                INTAKE, ScriptedShell.at(Map.of(0, 140L)), ScriptedShell.at(Map.of(0, 140L)), 0);
        assertEquals(List.of(new OffsetRange(0, 0, 150)), asked(flush(rebuilt)).ranges());
        assertTrue(shell.rows.isEmpty());
    }

    @Test
    void leavesAnOldTableBehindOnlyByForce() {
        Pending pending = new Pending("c-1", "old-target", "table-0", "head-0", 1, new TreeMap<>());
        shell.state = new FlushState(
                4, "topic-1", "cluster", new TreeMap<>(), Optional.empty(), Optional.of(pending), Optional.empty());
        assertInstanceOf(
                Outcome.AwaitsPerson.class, flush(new Command.MoveForced(INTAKE, "c-2")), "the old table is gone");
        assertInstanceOf(Outcome.Again.class, flush(new Command.MoveForced(INTAKE, "c-1")));
        assertTrue(shell.state.pending().isEmpty());
    }

    @Test
    void forcesNothingThatIsInTheTableOfToday() {
        Pending pending = new Pending("c-1", "target", "table-0", "head-0", 1, new TreeMap<>());
        shell.state = new FlushState(
                4, "topic-1", "cluster", new TreeMap<>(), Optional.empty(), Optional.of(pending), Optional.empty());
        assertEquals(
                Problem.COMMIT_UNKNOWN,
                asked(flush(new Command.MoveForced(INTAKE, "c-1"))).code());
        assertTrue(shell.state.pending().isPresent());
    }

    @Test
    void namesTheOffsetsWhoseRowsARollBackTook() {
        for (long end : List.of(10L, 25L)) {
            shell.log.put(0, end);
            assertInstanceOf(Outcome.Delivered.class, flush());
        }
        TableView now = shell.table.orElseThrow();
        List<TableView.Snapshot> listed = now.listed();
        shell.table = Optional.of(new TableView(
                now.uuid(),
                2,
                1,
                now.lastSequence(),
                Optional.of(listed.get(listed.size() - 2)),
                listed,
                now.property()));
        shell.log.put(0, 30L);
        assertInstanceOf(Outcome.Delivered.class, flush());
        Note note = shell.notes.getLast();
        assertEquals(Kind.TABLE_REWOUND, note.kind());
        assertTrue(note.detail().endsWith("the rows of 0:10..24"), note.detail());
    }

    @Test
    void namesWhatWasDeliveredOfATopicThatIsAnotherNow() {
        shell.log.put(0, 10L);
        assertInstanceOf(Outcome.Delivered.class, flush());
        shell.log.put(0, 4L);
        Outcome outcome = shell.run(Flush.begin(assignment("topic-2"), shell.state, List.of(), shell.draw()));
        assertInstanceOf(Outcome.Delivered.class, outcome);
        Note note = shell.notes.stream()
                .filter(one -> one.kind() == Kind.TOPIC_RECREATED)
                .findFirst()
                .orElseThrow();
        assertTrue(note.detail().endsWith("topic-1 were delivered 0:0..9"), note.detail());
        assertEquals(4, shell.state.position(0).to());
    }

    private void loseState() {
        shell.log.putAll(Map.of(0, 150L, 1, 3L));
        shell.table = Optional.of(ScriptedShell.view(Optional.of(LOST), 3, snapshots()));
        assertEquals(Problem.STATE_LOST, asked(flush()).code());
    }

    private static List<TableView.Snapshot> snapshots() {
        return List.of(new TableView.Snapshot(3, 0, 3, Optional.of("head-1")));
    }

    private Outcome flush(Command... said) {
        return shell.run(Flush.begin(assignment("topic-1"), shell.state, List.of(said), shell.draw()));
    }

    private Problem problem() {
        return shell.state.problem().orElseThrow();
    }

    private static Problem asked(Outcome outcome) {
        return assertInstanceOf(Outcome.AwaitsPerson.class, outcome).problem();
    }

    private static Assignment assignment(String topic) {
        return new Assignment(INTAKE, "target", topic, "cluster", ErrorPolicy.DEAD_LETTER, FlushLimits.DEFAULT);
    }
}
