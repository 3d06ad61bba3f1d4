package io.openintake.flusher.domain;

import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.TableProperty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Performs a flush's effects on one topic and one table, without faults; a culprit among the records ends it. */
final class ScriptedShell {
    private static final int MAX_STEPS = 200;

    /** Ends of the topic's partitions. */
    final SortedMap<Integer, Long> log = new TreeMap<>();
    /** First offsets that are still there. */
    final SortedMap<Integer, Long> starts = new TreeMap<>();
    /** Offsets of partition 0 that end the process that converts them. */
    final Set<Long> culprits = new HashSet<>();

    final List<Note> notes = new ArrayList<>();
    final List<Long> rows = new ArrayList<>();
    final List<String> dead = new ArrayList<>();
    Optional<TableView> table = Optional.empty();
    FlushState state;
    private SortedMap<Integer, Extent> batch = new TreeMap<>();
    private long ids;

    ScriptedShell(FlushState state) {
        this.state = state;
    }

    /** The process is gone. */
    static final class Crashed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    Effect.Draw draw() {
        return new Effect.Draw("id-" + ids++, ids);
    }

    Outcome run(Effect first) {
        Effect effect = first;
        for (int step = 0; step < MAX_STEPS; step++) {
            if (effect instanceof Effect.Finish(Outcome outcome)) {
                return outcome;
            }
            effect = perform(effect);
        }
        throw new AssertionError("it does not end");
    }

    private Effect perform(Effect effect) {
        return switch (effect) {
            case Effect.ReadBatch read -> read.then().on(read(read.from()), draw());
            case Effect.NarrowBatch narrow -> narrow.then().on(narrowed(narrow.ends()), draw());
            case Effect.LoadTable load -> load.then().on(load(), draw());
            case Effect.SurveyBatch survey -> survey.then().on(new Answer.Surveyed(true, false), draw());
            case Effect.CreateTable create -> {
                table = Optional.of(view(Optional.empty(), 0, List.of()));
                yield create.then().on(load(), draw());
            }
            case Effect.EvolveTable evolve -> throw new AssertionError("nobody asked for a schema");
            case Effect.WriteFiles write -> write.then().on(new Answer.Sorted(converted()), draw());
            case Effect.CheckFiles check -> check.then().on(Answer.Files.PRESENT, draw());
            case Effect.PostCommit post -> post.then().on(posted(post), draw());
            case Effect.RecordIntent intent -> recorded(intent.next(), intent.notes(), intent.then());
            case Effect.RecordState judged -> recorded(judged.next(), judged.notes(), judged.then());
            case Effect.RecordOutcome outcome -> {
                if (outcome.dead() instanceof Effect.DeadLetters.OfIntent(var pending, var from)) {
                    pending.to()
                            .forEach((partition, planned) -> planned.dead()
                                    .forEach((reason, offsets) -> offsets.offsets()
                                            .forEach(one -> dead.add(reason + " " + partition + ":" + one))));
                }
                yield recorded(outcome.next(), outcome.notes(), outcome.then());
            }
            case Effect.Wait wait -> wait.then().on(new Answer.Waited(), draw());
            case Effect.Finish finish -> throw new AssertionError("over already");
        };
    }

    private Answer.Read read(SortedMap<Integer, Long> from) {
        for (var start : starts.entrySet()) {
            long position = from.getOrDefault(start.getKey(), 0L);
            if (position < start.getValue()) {
                return new Answer.GapFound(start.getKey(), position, start.getValue());
            }
        }
        batch.clear();
        log.forEach((partition, end) -> batch.put(partition, extent(from.getOrDefault(partition, 0L), end)));
        return new Answer.Taken(batch, 0);
    }

    private Answer.Taken narrowed(SortedMap<Integer, Long> ends) {
        batch.replaceAll((partition, extent) -> extent(extent.from(), ends.getOrDefault(partition, 0L)));
        return new Answer.Taken(batch, 0);
    }

    private static Extent extent(long from, long to) {
        return new Extent(from, to, to - from);
    }

    private Answer.Table load() {
        return table.<Answer.Table>map(Answer.Present::new).orElseGet(Answer.Absent::new);
    }

    private Tally converted() {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        batch.forEach((partition, extent) -> {
            for (long offset = extent.from(); offset < extent.to(); offset++) {
                if (partition == 0 && culprits.contains(offset)) {
                    throw new Crashed();
                }
                counts.merge(partition, 1L, Long::sum);
                rows.add(partition * 1_000_000L + offset);
            }
        });
        return new Tally(counts, new TreeMap<>(), List.of());
    }

    private Answer.Accepted posted(Effect.PostCommit post) {
        TableView before = table.orElseThrow();
        long id = before.lastSequence() + 1;
        List<TableView.Snapshot> listed = new ArrayList<>(before.listed());
        listed.add(new TableView.Snapshot(
                id,
                before.main().map(TableView.Snapshot::id).orElse(0L),
                id,
                Optional.ofNullable(post.summary().get("openintake.commit-id")),
                post.property().map(TableProperty::to).orElseGet(TreeMap::new)));
        table = Optional.of(view(post.property().or(before::property), id, listed));
        return new Answer.Accepted(table.orElseThrow());
    }

    static TableView view(Optional<TableProperty> property, long sequence, List<TableView.Snapshot> listed) {
        return new TableView(
                "table-1",
                2,
                1,
                sequence,
                listed.isEmpty() ? Optional.empty() : Optional.of(listed.getLast()),
                listed,
                property);
    }

    private Effect recorded(FlushState next, List<Note> noticed, Effect.Then<Answer.Recorded> then) {
        if (next.version() != state.version() + 1) {
            throw new AssertionError("version " + next.version() + " follows " + state.version());
        }
        state = next;
        notes.addAll(noticed);
        return then.on(new Answer.Recorded(), draw());
    }

    static SortedMap<Integer, Long> at(Map<Integer, Long> offsets) {
        return new TreeMap<>(offsets);
    }
}
