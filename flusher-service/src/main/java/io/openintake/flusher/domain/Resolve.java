package io.openintake.flusher.domain;

import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.TableHead;
import io.openintake.flusher.domain.Adoption.Asked;
import io.openintake.flusher.domain.Adoption.Doubt;
import io.openintake.flusher.domain.Effect.DeadLetters;
import io.openintake.flusher.domain.Effect.Draw;
import io.openintake.flusher.domain.Effect.Finish;
import io.openintake.flusher.domain.Effect.RecordOutcome;
import io.openintake.flusher.domain.Effect.RecordState;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settles the only commit that can be in doubt: finds it in the table, or makes the table refuse it for ever, or asks a
 * person.
 *
 * @param afterwards how the flush ends once the intent is withdrawn
 */
record Resolve(Assignment assignment, FlushState state, Pending pending, Outcome afterwards) {
    static Effect begin(Assignment assignment, FlushState state, Pending pending, Draw draw, Outcome afterwards) {
        Resolve resolve = new Resolve(assignment, state, pending, afterwards);
        return Adoption.begin(assignment, state.version(), pending.target(), draw, resolve.new Question());
    }

    /** A person has looked: it is in. */
    static Effect isIn(Assignment assignment, FlushState state, Pending pending) {
        TableHead table = new TableHead(pending.target(), pending.uuid(), pending.commit(), 0, pending.base());
        return new Resolve(assignment, state, pending, new Outcome.Again()).settled(table);
    }

    /** A person has looked: it is not in, and will not be. */
    static Effect isNot(FlushState state) {
        return new RecordState(
                Progress.withdrawn(state, state.table()),
                List.of(),
                (recorded, draw) -> new Finish(new Outcome.Again()));
    }

    private final class Question implements Adoption.Asking {
        @Override
        public Asked of(TableView view) {
            if (!view.uuid().equals(pending.uuid())) {
                return new Asked.Settled(unknown("another table stands in its place"));
            }
            if (view.records(pending.commit())) {
                return new Asked.Settled(settled(committed(view)));
            }
            if (view.property()
                    .map(known -> known.before().contains(pending.head()))
                    .orElse(false)) {
                return new Asked.Settled(done(view, Doubt.NONE));
            }
            boolean tells = view.head().equals(pending.head())
                    || new History(view).listsAllSince(pending.head(), pending.base());
            if (!tells && asksAPersonAlready()) {
                return new Asked.Settled(
                        new Finish(new Outcome.AwaitsPerson(state.problem().orElseThrow())));
            }
            return new Asked.GoOn(tells ? Doubt.NONE : Doubt.UNKNOWN);
        }

        @Override
        public Effect absent() {
            return unknown("the table is gone; it may have been renamed with the rows in it");
        }

        @Override
        public Effect done(TableView view, Doubt doubt) {
            return switch (doubt) {
                case NONE ->
                    new RecordState(
                            Progress.withdrawn(state, Optional.of(Progress.head(pending.target(), view))),
                            List.of(),
                            (recorded, draw) -> new Finish(afterwards));
                case UNKNOWN -> unknown("its property was edited and its snapshots are expired");
            };
        }
    }

    private boolean asksAPersonAlready() {
        return state.problem()
                .filter(problem -> problem.is(Problem.COMMIT_UNKNOWN))
                .isPresent();
    }

    private Effect unknown(String why) {
        SortedMap<Integer, Long> ends = new TreeMap<>();
        pending.to().forEach((partition, planned) -> ends.put(partition, planned.to()));
        List<OffsetRange> ranges = OffsetRange.between(state.ends(), ends);
        Problem problem = new Problem(
                Problem.COMMIT_UNKNOWN,
                "commit " + pending.commit() + " of offsets " + OffsetRange.text(ranges) + ": " + why,
                ranges);
        if (asksAPersonAlready()) {
            return new Finish(new Outcome.AwaitsPerson(state.problem().orElse(problem)));
        }
        return new RecordState(
                Progress.judged(state, problem),
                List.of(),
                (recorded, draw) -> new Finish(new Outcome.AwaitsPerson(problem)));
    }

    private TableHead committed(TableView view) {
        TableHead head = Progress.head(pending.target(), view);
        return new History(view)
                .of(pending.commit())
                .map(found -> new TableHead(head.target(), head.uuid(), pending.commit(), found.id(), found.sequence()))
                .orElseGet(() ->
                        new TableHead(head.target(), head.uuid(), pending.commit(), head.snapshot(), head.sequence()));
    }

    private Effect settled(TableHead table) {
        FlushState next = Progress.through(state, pending.to(), Optional.of(table));
        long rows = sum(Pending.Planned::rows);
        Outcome delivered = new Outcome.Delivered(
                rows, sum(Pending.Planned::deadCount), sum(Pending.Planned::skipped), table.snapshot(), 0);
        return new RecordOutcome(next, deadLetters(), List.of(), (recorded, draw) -> new Finish(delivered));
    }

    private DeadLetters deadLetters() {
        if (!state.topicId().equals(assignment.topicId())) {
            return new DeadLetters.Gone();
        }
        SortedMap<Integer, Long> from = new TreeMap<>();
        pending.to()
                .keySet()
                .forEach(partition ->
                        from.put(partition, state.position(partition).to()));
        return new DeadLetters.OfIntent(pending, from);
    }

    private long sum(java.util.function.ToLongFunction<Pending.Planned> count) {
        return pending.to().values().stream().mapToLong(count).sum();
    }
}
