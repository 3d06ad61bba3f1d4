package io.openintake.flusher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.flush.FlushState;
import io.openintake.flusher.domain.suspect.Caution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A record that ends every process that converts it is found by restarts, each of which trusts only the log. */
class SuspectsTest {
    private static final IntakeId INTAKE = IntakeId.parse("3f0f6f1e-0000-4000-8000-000000000001");

    private static int processes;

    private final ScriptedShell shell = new ScriptedShell(FlushState.initial("topic", "cluster"));

    @Test
    void isolatesTheCulpritWhereverItIsWithinFewRestarts() {
        for (long culprit : List.of(0L, 1L, 511L, 512L, 700L, 1_022L, 1_023L)) {
            ScriptedShell one = new ScriptedShell(FlushState.initial("topic", "cluster"));
            one.log.put(0, 1_024L);
            one.log.put(1, 100L);
            one.culprits.add(culprit);
            int crashes = crashesUntilDrained(one);
            assertEquals(List.of("crashed-twice 0:" + culprit), one.dead);
            assertEquals(1_123, rowsOnce(one), "culprit " + culprit);
            assertEquals(
                    1_123, one.state.position(0).rows() + one.state.position(1).rows());
            assertTrue(one.state.suspicion().isEmpty());
            assertTrue(crashes <= 16, crashes + " crashes for culprit " + culprit);
        }
    }

    @Test
    void isolatesSeveralOneAfterTheOther() {
        shell.log.put(0, 64L);
        shell.culprits.addAll(Set.of(3L, 4L, 63L));
        int crashes = crashesUntilDrained(shell);
        assertEquals(List.of("crashed-twice 0:3", "crashed-twice 0:4", "crashed-twice 0:63"), shell.dead);
        assertEquals(61, rowsOnce(shell));
        assertTrue(crashes <= 36, crashes + " crashes");
    }

    @Test
    void accusesNobodyWhenProcessesEndForOtherReasons() {
        shell.log.put(0, 8L);
        // a process that ends while it converts leaves its mark; whatever it was, it does not come again
        for (int end = 0; end < 5; end++) {
            shell.culprits.add(shell.state.position(0).to());
            assertTrue(crashes(Caution.CAREFUL));
            shell.culprits.clear();
            if (end % 2 == 1) {
                assertInstanceOf(Outcome.Delivered.class, flush(Caution.CAREFUL));
                shell.log.merge(0, 8L, Long::sum);
            }
        }
        while (shell.state.position(0).to() < shell.log.get(0)) {
            flush(Caution.PLAIN);
        }
        assertEquals(List.of(), shell.dead);
    }

    @Test
    void marksOnlyTheFirstBatchOfAnOwner() {
        shell.log.put(0, 8L);
        assertInstanceOf(Outcome.Delivered.class, flush(Caution.CAREFUL));
        long version = shell.state.version();
        shell.log.put(0, 9L);
        assertInstanceOf(Outcome.Delivered.class, flush(Caution.PLAIN));
        assertEquals(version + 2, shell.state.version(), "intent and outcome, no mark");
    }

    @Test
    void forgetsACautiousMarkWhenTheFlushEndedByItself() {
        shell.log.put(0, 8L);
        shell.culprits.add(2L);
        assertTrue(crashes(Caution.CAREFUL));
        FlushState rest = Flush.atRest(shell.state).orElseThrow();
        assertTrue(rest.suspicion().isEmpty());
        assertTrue(Flush.atRest(rest).isEmpty());
        assertTrue(crashes(Caution.CAREFUL));
        FlushState suspected = Flush.atRest(shell.state).orElseThrow();
        assertEquals(1, suspected.suspicion().orElseThrow().crashes(), "the crash before counts on");
    }

    private static int crashesUntilDrained(ScriptedShell one) {
        int crashes = 0;
        Caution caution = Caution.CAREFUL;
        for (int round = 0; round < 200; round++) {
            try {
                Outcome outcome = one.run(begin(one, caution));
                if (outcome instanceof Outcome.Idle) {
                    return crashes;
                }
                caution = Caution.PLAIN;
            } catch (ScriptedShell.Crashed gone) {
                crashes++;
                caution = Caution.CAREFUL;
            }
        }
        throw new AssertionError("it never drains");
    }

    private boolean crashes(Caution caution) {
        try {
            flush(caution);
            return false;
        } catch (ScriptedShell.Crashed gone) {
            return true;
        }
    }

    private Outcome flush(Caution caution) {
        return shell.run(begin(shell, caution));
    }

    @Test
    void doesNotTakeItsOwnMarkForACrashWhenTheLogAnsweredTooLate() {
        shell.log.put(0, 1L);
        for (int late = 0; late < 5; late++) {
            shell.culprits.add(0L);
            assertThrows(
                    ScriptedShell.Crashed.class,
                    () -> shell.run(begin(shell, Caution.CAREFUL, "one process")),
                    "the mark is in the log, and the flush is over");
            shell.culprits.clear();
        }
        assertInstanceOf(Outcome.Delivered.class, shell.run(begin(shell, Caution.CAREFUL, "one process")));
        assertEquals(List.of(), shell.dead);
        assertEquals(1, shell.state.position(0).rows());
    }

    /** Each flush is another process. */
    private static Effect begin(ScriptedShell one, Caution caution) {
        return begin(one, caution, "process-" + processes++);
    }

    private static Effect begin(ScriptedShell one, Caution caution, String process) {
        Assignment assignment = new Assignment(
                INTAKE, "target", "topic", "cluster", ErrorPolicy.DEAD_LETTER, FlushLimits.DEFAULT, caution, process);
        return Flush.begin(assignment, one.state, List.of(), one.draw());
    }

    /** What was written by a process that crashed never got into the table; the last write of each offset counts. */
    private static int rowsOnce(ScriptedShell one) {
        return new HashSet<>(new ArrayList<>(one.rows)).size();
    }
}
