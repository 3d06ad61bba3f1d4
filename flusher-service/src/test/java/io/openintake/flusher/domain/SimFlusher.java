package io.openintake.flusher.domain;

import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Pending;
import io.openintake.flusher.domain.SimWorld.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One flusher process that performs effects on the simulated world; it may be deposed without knowing it. */
final class SimFlusher {
    /** How often, out of a hundred, something goes wrong. */
    record Faults(int percent) {}

    private static final List<Trouble.Kind> KINDS = List.of(Trouble.Kind.values());
    private final SimWorld world;
    private final long epoch;
    private final Faults faults;
    private Optional<Effect> current = Optional.empty();
    private SortedMap<Integer, Extent> batch = new TreeMap<>();
    private Optional<SimTable.Metadata> loaded = Optional.empty();
    private Tally tally = new Tally(new TreeMap<>(), new TreeMap<>(), List.of());

    SimFlusher(SimWorld world, Faults faults) {
        this.world = world;
        this.epoch = world.newEpoch();
        this.faults = faults;
    }

    boolean isOwner() {
        return world.isOwner(epoch);
    }

    Optional<Effect> current() {
        return current;
    }

    /** Performs one effect; what it waits for afterwards is empty when it dropped its flush or came to an end. */
    void step() {
        if (current.isEmpty()) {
            current = isOwner()
                    ? Optional.of(Flush.begin(world.assignment(), world.state(), world.said, world.draw()))
                    : Optional.empty();
            return;
        }
        current = perform(current.get());
    }

    private Optional<Effect> perform(Effect effect) {
        return switch (effect) {
            case Effect.ReadBatch read -> next(read.then(), read(read.from()));
            case Effect.NarrowBatch narrow -> next(narrow.then(), taken(narrow.ends()));
            case Effect.LoadTable load -> next(load.then(), load());
            case Effect.SurveyBatch survey -> next(survey.then(), new Answer.Surveyed(hasRows(), asksForSchema()));
            case Effect.CreateTable create -> next(create.then(), present(world.table.create()));
            case Effect.EvolveTable evolve -> next(evolve.then(), evolved());
            case Effect.WriteFiles write -> next(write.then(), written());
            case Effect.CheckFiles check ->
                next(check.then(), world.random.nextInt(20) == 0 ? Answer.Files.MISSING : Answer.Files.PRESENT);
            case Effect.PostCommit post -> post(post);
            case Effect.RecordIntent intent -> record(intent.next(), List.of(), intent.then());
            case Effect.RecordState state -> record(state.next(), List.of(), state.then());
            case Effect.RecordOutcome outcome -> record(outcome.next(), dead(outcome.dead()), outcome.then());
            case Effect.Wait wait -> next(wait.then(), new Answer.Waited());
            case Effect.Finish finish -> Optional.empty();
        };
    }

    private <A> Optional<Effect> next(Effect.Then<A> then, A answer) {
        return Optional.of(then.on(answer, world.draw()));
    }

    private Answer.Read read(SortedMap<Integer, Long> from) {
        SortedMap<Integer, Long> ends = new TreeMap<>();
        for (int partition = 0; partition < SimWorld.PARTITIONS; partition++) {
            long start = from.getOrDefault(partition, 0L);
            long all = world.log(partition).size() - start;
            long some = isUnlucky() && all > 0 ? world.random.nextLong(all + 1) : all;
            ends.put(partition, start + some);
            batch.put(partition, new Extent(start, start, 0));
        }
        return taken(ends);
    }

    private Answer.Taken taken(SortedMap<Integer, Long> ends) {
        SortedMap<Integer, Extent> extents = new TreeMap<>();
        ends.forEach((partition, end) -> {
            long from = batch.get(partition).from();
            long records = world.log(partition).subList((int) from, end.intValue()).stream()
                    .filter(kind -> kind != Kind.MARKER)
                    .count();
            extents.put(partition, new Extent(from, end, records));
        });
        batch = extents;
        return new Answer.Taken(extents, 0);
    }

    private Answer.Table load() {
        if (isUnlucky()) {
            return new Answer.Failed(new Trouble(Trouble.Kind.TRANSIENT, "catalog-unavailable", "simulated"));
        }
        loaded = world.table.load();
        return loaded.<Answer.Table>map(SimFlusher::present).orElseGet(Answer.Absent::new);
    }

    private static Answer.Table present(SimTable.Metadata metadata) {
        return new Answer.Present(metadata.view());
    }

    private Answer.Table evolved() {
        world.table.addColumn();
        return load();
    }

    private boolean asksForSchema() {
        return isUnlucky();
    }

    private boolean hasRows() {
        return keys(Kind.ROW).size() > 0;
    }

    private Answer.Written written() {
        if (isUnlucky()) {
            return new Answer.Failed(new Trouble(Trouble.Kind.TRANSIENT, "storage-unavailable", "simulated"));
        }
        SortedMap<Integer, Long> rows = new TreeMap<>();
        List<Tally.Dead> dead = new ArrayList<>();
        batch.forEach((partition, extent) -> {
            for (long offset = extent.from(); offset < extent.to(); offset++) {
                switch (world.log(partition).get((int) offset)) {
                    case ROW -> rows.merge(partition, 1L, Long::sum);
                    case BAD -> dead.add(new Tally.Dead(partition, offset, "not-json", 10));
                    case MARKER -> {}
                }
            }
        });
        tally = new Tally(rows, new TreeMap<>(), dead);
        return new Answer.Sorted(tally);
    }

    private List<String> keys(Kind kind) {
        List<String> keys = new ArrayList<>();
        batch.forEach((partition, extent) -> {
            for (long offset = extent.from(); offset < extent.to(); offset++) {
                if (world.log(partition).get((int) offset) == kind) {
                    keys.add(SimWorld.key(partition, offset));
                }
            }
        });
        return keys;
    }

    private Optional<Effect> post(Effect.PostCommit post) {
        if (!isOwner() && world.random.nextBoolean()) {
            return Optional.empty();
        }
        List<String> rows = switch (post.content()) {
            case FILES -> keys(Kind.ROW);
            case NOTHING -> List.of();
        };
        Optional<String> commit = Optional.ofNullable(post.summary().get("openintake.commit-id"));
        SimTable.Update update = new SimTable.Update(loaded.orElseThrow(), commit, rows, post.property());
        return next(post.then(), isUnlucky() ? faultyPost(update) : cleanPost(update));
    }

    private Answer.Posted cleanPost(SimTable.Update update) {
        if (world.table.arrives(update)) {
            loaded = world.table.load();
            return new Answer.Accepted(loaded.orElseThrow().view());
        }
        return new Answer.Failed(new Trouble(Trouble.Kind.CONFLICT, "conflict", "simulated"));
    }

    private Answer.Posted faultyPost(SimTable.Update update) {
        Trouble.Kind kind = KINDS.get(world.random.nextInt(KINDS.size()));
        switch (world.random.nextInt(5)) {
            case 0 -> {
                return new Answer.NotSent();
            }
            case 1 -> {}
            case 2 -> world.table.arrives(update);
            case 3 -> world.travelling.add(update);
            default -> {
                world.table.arrives(update);
                world.travelling.add(update);
            }
        }
        return new Answer.Failed(new Trouble(kind, "answer-lost", "simulated"));
    }

    private Optional<Effect> record(FlushState next, List<String> dead, Effect.Then<Answer.Recorded> then) {
        if (isUnlucky()) {
            if (world.random.nextBoolean()) {
                world.commit(epoch, next, dead);
            }
            return Optional.empty();
        }
        return world.commit(epoch, next, dead) ? next(then, new Answer.Recorded()) : Optional.empty();
    }

    private List<String> dead(Effect.DeadLetters source) {
        return switch (source) {
            case Effect.DeadLetters.OfBatch ofBatch ->
                tally.dead().stream()
                        .map(one -> SimWorld.key(one.partition(), one.offset()))
                        .toList();
            case Effect.DeadLetters.OfIntent intent -> dead(intent.pending());
            case Effect.DeadLetters.Gone gone -> throw new AssertionError("the topic is there");
        };
    }

    private static List<String> dead(Pending pending) {
        List<String> keys = new ArrayList<>();
        pending.to()
                .forEach((partition, planned) -> planned.dead()
                        .values()
                        .forEach(offsets ->
                                offsets.offsets().forEach(offset -> keys.add(SimWorld.key(partition, offset)))));
        return keys;
    }

    private boolean isUnlucky() {
        return world.random.nextInt(100) < faults.percent();
    }
}
