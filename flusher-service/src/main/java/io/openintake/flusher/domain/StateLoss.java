package io.openintake.flusher.domain;

import io.openintake.contracts.event.Command;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.TableHead;
import io.openintake.flusher.domain.Adoption.Asked;
import io.openintake.flusher.domain.Adoption.Doubt;
import io.openintake.flusher.domain.Effect.Draw;
import io.openintake.flusher.domain.Effect.Finish;
import io.openintake.flusher.domain.Effect.RecordState;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The log knows nothing of an intake that the table has rows of. A person looks and says where to go on; the table is
 * adopted before that is believed, so that no commit of the lost state can land afterwards.
 *
 * @param said what the person saw in the table, and where to go on
 */
record StateLoss(Assignment assignment, FlushState state, Command.StateRebuilt said) implements Adoption.Asking {
    static boolean shows(FlushState state, TableView view) {
        return state.version() == 0 && !positions(view).isEmpty();
    }

    static Effect judged(FlushState state, TableView view, List<Note> notes) {
        List<OffsetRange> ranges = OffsetRange.between(new TreeMap<>(), positions(view));
        Problem problem = new Problem(
                Problem.STATE_LOST,
                "the table has this intake's offsets " + OffsetRange.text(ranges) + " by commit " + view.head()
                        + ", but the log knows nothing of it",
                ranges);
        return new RecordState(
                Progress.judged(state, problem),
                notes,
                (recorded, draw) -> new Finish(new Outcome.AwaitsPerson(problem)));
    }

    static Effect rebuild(Assignment assignment, FlushState state, Command.StateRebuilt said, Draw draw) {
        StateLoss rebuilding = new StateLoss(assignment, state, said);
        return Adoption.begin(assignment, state.version(), assignment.target(), draw, rebuilding);
    }

    @Override
    public Asked of(TableView view) {
        return positions(view).equals(said.table())
                ? new Asked.GoOn(Doubt.NONE)
                : new Asked.Settled(judged(state, view, List.of()));
    }

    @Override
    public Effect absent() {
        return rebuilt(Optional.empty());
    }

    @Override
    public Effect done(TableView view, Doubt doubt) {
        return rebuilt(Optional.of(Progress.head(assignment.target(), view)));
    }

    private Effect rebuilt(Optional<TableHead> table) {
        return new RecordState(
                Progress.rebuilt(state, said, table), List.of(), (recorded, draw) -> new Finish(new Outcome.Again()));
    }

    /** Where the table's property says that the partitions stand; those at the start are left out. */
    private static SortedMap<Integer, Long> positions(TableView view) {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        view.property()
                .ifPresent(known -> known.to().forEach((partition, end) -> {
                    if (end > 0) {
                        positions.put(partition, end);
                    }
                }));
        return positions;
    }
}
