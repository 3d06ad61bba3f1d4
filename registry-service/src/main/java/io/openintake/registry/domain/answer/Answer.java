package io.openintake.registry.domain.answer;

import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.Command.CommitAnswered;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.Pending;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.status.PartitionOffsets;
import io.openintake.registry.domain.status.Reports;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a person answers. It becomes a command only if the flusher has asked just that. */
public sealed interface Answer {
    /** Stable, for the audit trail and the answer's address. */
    String action();

    /** What exactly is answered, for the audit trail. */
    String detail();

    /** The command, if it fits what is recorded about the intake. */
    Decision<Command> command(Asked asked);

    /**
     * What an answer is held against.
     *
     * @param log the offsets of the intake topic; needed for {@link RebuildState} only
     */
    record Asked(Intake intake, Reports reports, List<PartitionOffsets> log) {
        public Asked {
            log = List.copyOf(log);
        }

        Optional<Problem> problem(String code) {
            return reports.flush().flatMap(FlushState::problem).filter(problem -> problem.is(code));
        }

        Optional<Pending> pending() {
            return reports.flush().flatMap(FlushState::pending);
        }
    }

    /** The offsets [from, to) are gone; go on without them. */
    record AcceptGap(int partition, long from, long to) implements Answer {
        @Override
        public String action() {
            return "accept-gap";
        }

        @Override
        public String detail() {
            return "partition=" + partition + " from=" + from + " to=" + to;
        }

        @Override
        public Decision<Command> command(Asked asked) {
            Optional<Problem> problem = asked.problem(Problem.DATA_LOSS_SUSPECTED);
            if (problem.isEmpty()) {
                return noSuchProblem(Problem.DATA_LOSS_SUSPECTED);
            }
            boolean exact = problem.get().ranges().stream()
                    .anyMatch(range -> range.partition() == partition && range.from() == from && range.to() == to);
            return exact
                    ? Decision.accept(new Command.GapAccepted(asked.intake().id(), partition, from, to))
                    : differs("the gap is " + ranges(problem.get().ranges()));
        }
    }

    /** Whether the commit in doubt is in the table. */
    record AnswerCommit(String commit, CommitAnswered.Answer found) implements Answer {
        @Override
        public String action() {
            return "answer-commit";
        }

        @Override
        public String detail() {
            return "commit=" + commit + " found=" + found;
        }

        @Override
        public Decision<Command> command(Asked asked) {
            Optional<Pending> pending = asked.problem(Problem.COMMIT_UNKNOWN).flatMap(problem -> asked.pending());
            if (pending.isEmpty()) {
                return noSuchProblem(Problem.COMMIT_UNKNOWN);
            }
            return pending.get().commit().equals(commit)
                    ? Decision.accept(new CommitAnswered(asked.intake().id(), commit, found))
                    : differs("the commit in doubt is " + pending.get().commit());
        }
    }

    /** Go on in the new table, though the commit may be in the old one, too. */
    record ForceMove(String commit) implements Answer {
        @Override
        public String action() {
            return "force-move";
        }

        @Override
        public String detail() {
            return "commit=" + commit;
        }

        @Override
        public Decision<Command> command(Asked asked) {
            String today = asked.intake().destination().target().hash();
            Optional<Pending> old =
                    asked.pending().filter(pending -> !pending.target().equals(today));
            if (old.isEmpty()) {
                return Decision.conflict(
                        Refusal.Reason.NO_SUCH_PROBLEM, "no commit to an earlier table of the intake is in doubt");
            }
            return old.get().commit().equals(commit)
                    ? Decision.accept(new Command.MoveForced(asked.intake().id(), commit))
                    : differs("the commit in doubt is " + old.get().commit());
        }
    }

    /** The positions from which to go on, one for every partition of the intake topic. */
    record RebuildState(SortedMap<Integer, Long> at) implements Answer {
        public RebuildState {
            at = new TreeMap<>(at);
        }

        @Override
        public String action() {
            return "rebuild-state";
        }

        @Override
        public String detail() {
            return "at=" + at;
        }

        @Override
        public Decision<Command> command(Asked asked) {
            Optional<Problem> problem = asked.problem(Problem.STATE_LOST);
            if (problem.isEmpty()) {
                return noSuchProblem(Problem.STATE_LOST);
            }
            boolean fits = asked.log().size() == at.size()
                    && asked.log().stream().allMatch(log -> within(log, at.getOrDefault(log.partition(), -1L)));
            if (!fits) {
                return differs("the topic holds " + held(asked.log()) + "; name a position for each of its partitions");
            }
            SortedMap<Integer, Long> table = new TreeMap<>();
            problem.get().ranges().forEach(range -> table.put(range.partition(), range.to()));
            long deadLetters = asked.reports()
                    .deadLetters()
                    .map(DeadLettersReported::total)
                    .orElse(0L);
            return Decision.accept(new Command.StateRebuilt(asked.intake().id(), table, at, deadLetters));
        }

        private static boolean within(PartitionOffsets log, long position) {
            return position >= log.start() && position <= log.end();
        }

        private static String held(List<PartitionOffsets> log) {
            return ranges(log.stream()
                    .map(one -> new OffsetRange(one.partition(), one.start(), one.end()))
                    .toList());
        }
    }

    private static Decision<Command> noSuchProblem(String code) {
        return Decision.conflict(Refusal.Reason.NO_SUCH_PROBLEM, "the intake does not ask about " + code);
    }

    private static Decision<Command> differs(String what) {
        return new Decision.Refused<>(new Refusal.Differs(what));
    }

    /** As they are to be given: the end is not part of a range. */
    private static String ranges(List<OffsetRange> ranges) {
        StringBuilder text = new StringBuilder();
        for (OffsetRange range : ranges) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append("partition ")
                    .append(range.partition())
                    .append(" from ")
                    .append(range.from())
                    .append(" to ")
                    .append(range.to());
        }
        return text.isEmpty() ? "nothing" : text.toString();
    }
}
