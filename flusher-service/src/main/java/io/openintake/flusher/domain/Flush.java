package io.openintake.flusher.domain;

import io.openintake.contracts.event.Command;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
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
            Optional<Effect> effect = answered(assignment, state, command);
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

    private static Optional<Effect> answered(Assignment assignment, FlushState state, Command command) {
        return switch (command) {
            case Command.FlushRequested flush -> Optional.empty();
            case Command.GapAccepted gap -> gapAccepted(state, gap);
            case Command.CommitAnswered answered -> commitAnswered(assignment, state, answered);
        };
    }

    private static Optional<Effect> gapAccepted(FlushState state, Command.GapAccepted gap) {
        // exactly the range in question: an old answer may name another one, of a topic that is gone by now
        String asked = Drain.lost(gap.partition(), gap.from(), gap.to());
        boolean isAsked = has(state, Drain.DATA_LOSS)
                && state.problem().map(Problem::detail).filter(asked::equals).isPresent()
                && gap.from() == state.position(gap.partition()).to();
        if (!isAsked) {
            return Optional.empty();
        }
        FlushState next = Progress.gapAccepted(state, gap.partition(), gap.to() - gap.from());
        return Optional.of(new RecordState(next, List.of(), (recorded, draw) -> new Finish(new Outcome.Again())));
    }

    private static Optional<Effect> commitAnswered(
            Assignment assignment, FlushState state, Command.CommitAnswered answered) {
        Optional<Pending> pending = state.pending().filter(one -> one.commit().equals(answered.commit()));
        if (pending.isEmpty() || !has(state, Resolve.COMMIT_UNKNOWN)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (answered.answer()) {
                    case IS_IN -> Resolve.isIn(assignment, state, pending.get());
                    case IS_NOT -> Resolve.isNot(state);
                });
    }

    private static boolean has(FlushState state, String code) {
        return state.problem().map(Problem::code).filter(code::equals).isPresent();
    }
}
