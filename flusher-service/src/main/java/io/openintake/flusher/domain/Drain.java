package io.openintake.flusher.domain;

import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.event.TableReported.Kind;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Pending.Planned;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One batch while nothing is pending: read, load or create the table, adopt it, follow its schema, write files, intend.
 *
 * @param batch what was read; empty before
 * @param schemaRounds how often the table's schema was changed for this batch
 */
record Drain(Assignment assignment, FlushState state, List<Note> notes, Answer.Taken batch, int schemaRounds) {
    static final String DATA_LOSS = "data-loss-suspected";
    private static final int MAX_SCHEMA_ROUNDS = 5;

    static Effect begin(Assignment assignment, FlushState stored) {
        boolean sameTopic = stored.topicId().equals(assignment.topicId())
                && stored.clusterId().equals(assignment.clusterId());
        FlushState state = sameTopic ? stored : Progress.onTopic(stored, assignment.topicId(), assignment.clusterId());
        List<Note> notes = sameTopic
                ? List.of()
                : List.of(
                        new Note(Kind.TOPIC_RECREATED, "positions count anew; the old topic was " + stored.topicId()));
        return new Drain(assignment, state, notes, new Answer.Taken(new TreeMap<>(), 0), 0).read();
    }

    private Effect read() {
        SortedMap<Integer, Long> from = new TreeMap<>();
        state.at().forEach((partition, position) -> from.put(partition, position.to()));
        return new ReadBatch(from, (read, draw) -> switch (read) {
            case Answer.Failed failed -> new Finish(new Outcome.Paused(failed.trouble()));
            case Answer.GapFound gap -> lossSuspected(gap);
            case Answer.Taken taken ->
                taken.isEmpty()
                        ? new Finish(new Outcome.Idle())
                        : holding(taken).load();
        });
    }

    private Effect lossSuspected(Answer.GapFound gap) {
        Problem problem = new Problem(DATA_LOSS, lost(gap.partition(), gap.from(), gap.to()));
        return new RecordState(
                Progress.judged(state, problem),
                notes,
                (recorded, draw) -> new Finish(new Outcome.AwaitsPerson(problem)));
    }

    static String lost(int partition, long from, long to) {
        return "partition " + partition + ", offsets " + from + ".." + (to - 1)
                + " are gone from the topic and were never delivered";
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
                .map(last -> noting(new History(view).notesSince(last)))
                .orElse(this);
    }

    private Effect surveyWithoutTable() {
        return new SurveyBatch((surveyed, draw) -> surveyed.hasRows() ? create() : write(Optional.empty()));
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
        boolean stateIsLost = state.version() == 0
                && view.property().map(known -> !known.to().isEmpty()).orElse(false);
        if (stateIsLost) {
            return new Finish(new Outcome.Paused(Trouble.refused(
                    "state-lost", "the table has rows of this intake, but the log does not know it any more")));
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
            return new Drain(assignment, adopted, notes, batch, schemaRounds).survey(view);
        }
    }

    private Effect survey(TableView view) {
        return new SurveyBatch((surveyed, draw) ->
                surveyed.hasRows() && surveyed.asksForSchema() ? evolve() : write(Optional.of(view)));
    }

    private Effect evolve() {
        if (schemaRounds >= MAX_SCHEMA_ROUNDS) {
            return new Finish(new Outcome.Paused(Trouble.contention(
                    "schema-contention", "others kept changing the table's schema; it is tried again")));
        }
        Drain next = new Drain(assignment, state, notes, batch, schemaRounds + 1);
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
            Tally.Dead first = tally.dead().getFirst();
            return new Finish(new Outcome.Paused(Trouble.refused(
                    "suspended",
                    "partition " + first.partition() + ", offset " + first.offset() + " cannot become a row: "
                            + first.reason())));
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
        return new Drain(assignment, state, notes, taken, schemaRounds);
    }

    private Drain noting(List<Note> more) {
        List<Note> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Drain(assignment, state, List.copyOf(all), batch, schemaRounds);
    }
}
