package io.openintake.flusher.domain;

import io.openintake.contracts.event.Command;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.Pending;
import io.openintake.flusher.domain.Effect.Draw;
import io.openintake.flusher.domain.Effect.Finish;
import io.openintake.flusher.domain.Effect.RecordState;
import java.util.List;
import java.util.Optional;

/**
 * One flush of one intake, as a pure function from the state in the log and the answers to effects: resolve what is
 * pending, or bring one batch from the topic into the table and the dead letter topic, exactly once (ADR 0005).
 */
public final class Flush {
    private Flush() {}

    /**
     * The first effect.
     *
     * @param state the newest in the log
     * @param said what people answered to the state's problem; what does not fit is ignored
     */
    public static Effect begin(Assignment assignment, FlushState state, List<Command> said, Draw draw) {
        for (Command command : said) {
            Optional<Effect> effect = answered(assignment, state, command, draw);
            if (effect.isPresent()) {
                return effect.get();
            }
        }
        if (state.pending().isPresent()) {
            return Resolve.begin(assignment, state, state.pending().get(), draw, new Outcome.Again());
        }
        boolean sameTopic = state.topicId().equals(assignment.topicId());
        if (state.problem().isPresent() && sameTopic) {
            return new Finish(new Outcome.AwaitsPerson(state.problem().get()));
        }
        return Drain.begin(assignment, state);
    }

    /**
     * The state to record when a flush ended by itself, by a fault or because its owner stops, without having moved on
     * from the mark that says "I am converting this": what is found marked counts as a crash. Empty when nothing is.
     */
    public static Optional<FlushState> atRest(FlushState state) {
        return state.suspicion().filter(mark -> !mark.trying().isEmpty()).map(mark -> Progress.unmarked(state, mark));
    }

    private static Optional<Effect> answered(
            Assignment assignment, FlushState state, Command command, Effect.Draw draw) {
        return switch (command) {
            case Command.FlushRequested flush -> Optional.empty();
            case Command.GapAccepted gap -> gapAccepted(state, gap);
            case Command.CommitAnswered answered -> commitAnswered(assignment, state, answered);
            case Command.MoveForced forced -> moveForced(assignment, state, forced);
            case Command.StateRebuilt rebuilt ->
                has(state, Problem.STATE_LOST)
                        ? Optional.of(StateLoss.rebuild(assignment, state, rebuilt, draw))
                        : Optional.empty();
        };
    }

    private static Optional<Effect> gapAccepted(FlushState state, Command.GapAccepted gap) {
        OffsetRange accepted = new OffsetRange(gap.partition(), gap.from(), gap.to());
        boolean asked = has(state, Problem.DATA_LOSS_SUSPECTED)
                && gap.from() == state.position(gap.partition()).to()
                && state.problem().orElseThrow().ranges().contains(accepted);
        if (!asked) {
            return Optional.empty();
        }
        FlushState next = Progress.gapAccepted(state, gap.partition(), gap.to() - gap.from());
        return Optional.of(new RecordState(next, List.of(), (recorded, draw) -> new Finish(new Outcome.Again())));
    }

    private static Optional<Effect> commitAnswered(
            Assignment assignment, FlushState state, Command.CommitAnswered answered) {
        Optional<Pending> pending = state.pending().filter(one -> one.commit().equals(answered.commit()));
        if (pending.isEmpty() || !has(state, Problem.COMMIT_UNKNOWN)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (answered.answer()) {
                    case IS_IN -> Resolve.isIn(assignment, state, pending.get());
                    case IS_NOT -> Resolve.isNot(state);
                });
    }

    /** Only what waits for an old table can be forced; the commit may be in both. */
    private static Optional<Effect> moveForced(Assignment assignment, FlushState state, Command.MoveForced forced) {
        return state.pending()
                .filter(one -> one.commit().equals(forced.commit()))
                .filter(one -> !one.target().equals(assignment.target()))
                .map(one -> Resolve.isNot(state));
    }

    private static boolean has(FlushState state, String code) {
        return state.problem().filter(problem -> problem.is(code)).isPresent();
    }
}
