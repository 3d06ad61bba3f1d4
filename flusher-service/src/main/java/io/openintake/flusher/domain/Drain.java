package io.openintake.flusher.domain;

import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.ReasonCode;
import io.openintake.contracts.event.TableReported.Kind;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Pending.Planned;
import io.openintake.contracts.flush.Suspicion;
import io.openintake.contracts.flush.TableHead;
import io.openintake.flusher.domain.Adoption.Asked;
import io.openintake.flusher.domain.Adoption.Doubt;
import io.openintake.flusher.domain.Effect.CreateTable;
import io.openintake.flusher.domain.Effect.DeadLetters;
import io.openintake.flusher.domain.Effect.Draw;
import io.openintake.flusher.domain.Effect.EvolveTable;
import io.openintake.flusher.domain.Effect.Finish;
import io.openintake.flusher.domain.Effect.LoadTable;
import io.openintake.flusher.domain.Effect.NarrowBatch;
import io.openintake.flusher.domain.Effect.ReadBatch;
import io.openintake.flusher.domain.Effect.RecordIntent;
import io.openintake.flusher.domain.Effect.RecordOutcome;
import io.openintake.flusher.domain.Effect.RecordState;
import io.openintake.flusher.domain.Effect.SurveyBatch;
import io.openintake.flusher.domain.Effect.WriteFiles;
import io.openintake.flusher.domain.suspect.Suspects;
import io.openintake.flusher.domain.suspect.Suspects.Handling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One batch while nothing is pending: read, load or create the table, adopt it, follow its schema, write files, intend.
 *
 * @param batch what was read; empty before
 * @param rounds how far the work on the batch is
 */
record Drain(Assignment assignment, FlushState state, List<Note> notes, Answer.Taken batch, Rounds rounds) {
    private static final int MAX_SCHEMA_ROUNDS = 5;

    /**
     * How far the work on the batch is.
     *
     * @param schema how often the table's schema was changed for it
     * @param handled whether it was looked at if one of its records may end the process
     */
    record Rounds(int schema, boolean handled) {
        static final Rounds NONE = new Rounds(0, false);
    }

    static Effect begin(Assignment assignment, FlushState stored) {
        boolean sameTopic = stored.topicId().equals(assignment.topicId())
                && stored.clusterId().equals(assignment.clusterId());
        FlushState state = sameTopic ? stored : Progress.onTopic(stored, assignment.topicId(), assignment.clusterId());
        List<Note> notes = sameTopic
                ? List.of()
                : List.of(new Note(
                        Kind.TOPIC_RECREATED,
                        "positions count anew; of the old topic " + stored.topicId() + " were delivered "
                                + OffsetRange.text(OffsetRange.between(new TreeMap<>(), stored.ends()))));
        return new Drain(assignment, state, notes, new Answer.Taken(new TreeMap<>(), 0), Rounds.NONE).read();
    }

    private Effect read() {
        return new ReadBatch(state.ends(), (read, draw) -> switch (read) {
            case Answer.Failed failed -> new Finish(new Outcome.Paused(failed.trouble()));
            case Answer.GapFound gap -> state.version() == 0 ? gapOrStateLost(gap) : lossSuspected(gap);
            case Answer.Taken taken ->
                taken.isEmpty()
                        ? new Finish(new Outcome.Idle())
                        : holding(taken).load();
        });
    }

    /** A log that was trimmed by somebody who knew the state, and a state that is not there: the table tells. */
    private Effect gapOrStateLost(Answer.GapFound gap) {
        return new LoadTable(assignment.target(), (table, draw) -> switch (table) {
            case Answer.Failed failed -> new Finish(new Outcome.Paused(failed.trouble()));
            case Answer.Absent absent -> lossSuspected(gap);
            case Answer.Present present ->
                StateLoss.shows(state, present.view())
                        ? StateLoss.judged(state, present.view(), notes)
                        : lossSuspected(gap);
        });
    }

    private Effect lossSuspected(Answer.GapFound gap) {
        Problem problem = new Problem(
                Problem.DATA_LOSS_SUSPECTED,
                "partition " + gap.partition() + ", offsets " + gap.from() + ".." + (gap.to() - 1)
                        + " are gone from the topic and were never delivered",
                List.of(new OffsetRange(gap.partition(), gap.from(), gap.to())));
        return new RecordState(
                Progress.judged(state, problem),
                notes,
                (recorded, draw) -> new Finish(new Outcome.AwaitsPerson(problem)));
    }

    private Effect load() {
        return new LoadTable(assignment.target(), (table, draw) -> switch (table) {
            case Answer.Failed failed -> new Finish(new Outcome.Paused(failed.trouble()));
            case Answer.Absent absent -> surveyWithoutTable();
            case Answer.Present present -> noticing(present.view()).found(present.view(), draw);
        });
    }

    private Drain noticing(TableView view) {
        return sameTarget()
                .map(last -> noting(new History(view).notesSince(last, state.ends())))
                .orElse(this);
    }

    private Effect surveyWithoutTable() {
        return handled(drain -> new SurveyBatch(
                (surveyed, draw) -> surveyed.hasRows() ? drain.create() : drain.write(Optional.empty())));
    }

    private Effect create() {
        return new CreateTable((table, draw) -> switch (table) {
            case Answer.Failed failed -> new Finish(new Outcome.Paused(failed.trouble()));
            case Answer.Absent absent -> new Finish(new Outcome.Again());
            case Answer.Present present ->
                noting(List.of(created(present.view()))).found(present.view(), draw);
        });
    }

    private Note created(TableView view) {
        return sameTarget()
                .map(last -> new Note(Kind.TABLE_RECREATED, "it was gone; the last commit in it was " + last.head()))
                .orElseGet(() -> new Note(Kind.TABLE_CREATED, "table " + view.uuid()));
    }

    private Effect found(TableView view, Draw draw) {
        if (view.formatVersion() < 2) {
            return new Finish(new Outcome.Paused(Trouble.refused(
                    "table-format", "the table has Iceberg format version 1; upgrade it to version 2")));
        }
        if (StateLoss.shows(state, view)) {
            return StateLoss.judged(state, view, notes);
        }
        return isOurs(view)
                ? survey(view)
                : Adoption.begin(assignment, state.version(), assignment.target(), draw, new Takeover());
    }

    private boolean isOurs(TableView view) {
        return view.main().isPresent()
                && sameTarget()
                        .filter(last ->
                                last.uuid().equals(view.uuid()) && last.head().equals(view.head()))
                        .isPresent();
    }

    private final class Takeover implements Adoption.Asking {
        @Override
        public Asked of(TableView view) {
            return new Asked.GoOn(Doubt.NONE);
        }

        @Override
        public Effect absent() {
            return new Finish(new Outcome.Again());
        }

        @Override
        public Effect done(TableView view, Doubt doubt) {
            FlushState adopted = Progress.adopted(state, Progress.head(assignment.target(), view));
            return new Drain(assignment, adopted, notes, batch, rounds).survey(view);
        }
    }

    private Effect survey(TableView view) {
        return handled(drain -> new SurveyBatch((surveyed, draw) ->
                surveyed.hasRows() && surveyed.asksForSchema() ? drain.evolve() : drain.write(Optional.of(view))));
    }

    /** Before anything converts the batch: is a record in it that ended an earlier owner? */
    private Effect handled(Function<Drain, Effect> conversion) {
        if (rounds.handled()) {
            return conversion.apply(this);
        }
        Drain next = new Drain(assignment, state, notes, batch, new Rounds(rounds.schema(), true));
        Suspects suspects = new Suspects(state.ends(), batch.ends(), assignment.process());
        return switch (suspects.handling(state.suspicion(), assignment.caution())) {
            case Handling.Plain plain -> conversion.apply(next);
            case Handling.Marked(Suspicion mark) -> next.narrowed(mark.trying(), part -> part.marked(mark, conversion));
            case Handling.Isolated(SortedMap<Integer, Long> ends) ->
                next.narrowed(ends, part -> part.batch.records() == 0 ? conversion.apply(part) : part.isolated());
        };
    }

    private Effect narrowed(SortedMap<Integer, Long> ends, Function<Drain, Effect> then) {
        boolean whole = batch.extents().entrySet().stream()
                .allMatch(extent -> extent.getValue().to() == ends.getOrDefault(extent.getKey(), 0L));
        return whole ? then.apply(this) : new NarrowBatch(ends, (taken, draw) -> then.apply(holding(taken)));
    }

    private Effect marked(Suspicion mark, Function<Drain, Effect> conversion) {
        FlushState marked = Progress.marked(state, mark);
        return new RecordState(
                marked,
                notes,
                (recorded, draw) -> conversion.apply(new Drain(assignment, marked, List.of(), batch, rounds)));
    }

    /** The batch is one record, and it is not touched again. */
    private Effect isolated() {
        var only = batch.extents().entrySet().stream()
                .filter(extent -> extent.getValue().records() > 0)
                .findFirst()
                .orElseThrow();
        int partition = only.getKey();
        Tally.Dead culprit = new Tally.Dead(partition, only.getValue().from(), ReasonCode.CRASHED_TWICE.text(), 0);
        SortedMap<Integer, Long> none = new TreeMap<>();
        return switch (assignment.errors()) {
            case SUSPEND -> new Finish(suspended(culprit));
            case SKIP -> move(new Tally(none, new TreeMap<>(Map.of(partition, 1L)), List.of()));
            case DEAD_LETTER -> {
                SortedMap<Integer, Planned> plan =
                        Progress.plan(batch.extents(), new Tally(none, none, List.of(culprit)));
                Pending named = new Pending("", assignment.target(), "", "", 0, plan);
                yield new RecordOutcome(
                        Progress.through(state, plan, state.table()),
                        new DeadLetters.OfIntent(named, state.ends()),
                        notes,
                        (recorded, draw) -> new Finish(new Outcome.Delivered(0, 1, 0, 0, 0)));
            }
        };
    }

    private static Outcome suspended(Tally.Dead first) {
        return new Outcome.Paused(Trouble.refused(
                "suspended",
                "partition " + first.partition() + ", offset " + first.offset() + " cannot become a row: "
                        + first.reason()));
    }

    private Effect evolve() {
        if (rounds.schema() >= MAX_SCHEMA_ROUNDS) {
            return new Finish(new Outcome.Paused(Trouble.contention(
                    "schema-contention", "others kept changing the table's schema; it is tried again")));
        }
        Drain next = new Drain(assignment, state, notes, batch, new Rounds(rounds.schema() + 1, rounds.handled()));
        return new EvolveTable((table, draw) -> switch (table) {
            case Answer.Failed failed -> new Finish(new Outcome.Paused(failed.trouble()));
            case Answer.Absent absent -> new Finish(new Outcome.Again());
            case Answer.Present present ->
                next.noting(List.of(new Note(
                                Kind.TABLE_EVOLVED, "schema " + present.view().schemaId())))
                        .found(present.view(), draw);
        });
    }

    private Effect write(Optional<TableView> view) {
        return new WriteFiles((written, draw) -> switch (written) {
            case Answer.Failed failed -> new Finish(ending(failed.trouble()));
            case Answer.Sorted sorted -> sorted(sorted.tally(), view, draw);
        });
    }

    /** A table that is no longer what was surveyed is looked at anew. */
    private static Outcome ending(Trouble trouble) {
        return trouble.kind() == Trouble.Kind.CONFLICT ? new Outcome.Again() : new Outcome.Paused(trouble);
    }

    private Effect sorted(Tally tally, Optional<TableView> view, Draw draw) {
        if (assignment.errors() == ErrorPolicy.SUSPEND && !tally.dead().isEmpty()) {
            return new Finish(suspended(tally.dead().getFirst()));
        }
        return tally.cut(batch.extents(), assignment.limits())
                .<Effect>map(ends ->
                        new NarrowBatch(ends, (taken, later) -> holding(taken).write(view)))
                .orElseGet(() -> tally.allRows() == 0 ? move(tally) : intend(tally, view.orElseThrow(), draw));
    }

    /** Positions, and the head if one was adopted, move alone: nothing is pending, so nothing is travelling. */
    private Effect move(Tally tally) {
        SortedMap<Integer, Planned> plan = Progress.plan(batch.extents(), tally);
        Outcome delivered =
                new Outcome.Delivered(0, tally.dead().size(), tally.allSkipped(), 0, batch.validThroughMs());
        return new RecordOutcome(
                Progress.through(state, plan, state.table()),
                new DeadLetters.OfBatch(Optional.empty()),
                notes,
                (recorded, draw) -> new Finish(delivered));
    }

    private Effect intend(Tally tally, TableView view, Draw draw) {
        Pending pending = new Pending(
                draw.freshId(),
                assignment.target(),
                view.uuid(),
                view.head(),
                view.lastSequence(),
                Progress.plan(batch.extents(), tally));
        FlushState intending = Progress.intending(state, pending);
        return new RecordIntent(
                intending,
                notes,
                (recorded, later) -> CommitLoop.begin(assignment, intending, pending, view, batch, later));
    }

    private Optional<TableHead> sameTarget() {
        return state.table().filter(last -> last.target().equals(assignment.target()));
    }

    private Drain holding(Answer.Taken taken) {
        return new Drain(assignment, state, notes, taken, rounds);
    }

    private Drain noting(List<Note> more) {
        List<Note> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Drain(assignment, state, List.copyOf(all), batch, rounds);
    }
}
