package io.openintake.flusher.app.flush;

import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Pending;
import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.BatchConversion;
import io.openintake.flusher.app.DeadLetterRecord;
import io.openintake.flusher.app.Meters.Phase;
import io.openintake.flusher.app.SourceTopic.Taking;
import io.openintake.flusher.app.StateLog;
import io.openintake.flusher.app.flush.FlushResult.End;
import io.openintake.flusher.domain.Answer;
import io.openintake.flusher.domain.Effect;
import io.openintake.flusher.domain.Extent;
import io.openintake.flusher.domain.Flush;
import io.openintake.flusher.domain.Note;
import io.openintake.flusher.domain.Outcome;
import io.openintake.flusher.domain.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell around one {@link Flush}: performs its effects until it finishes, or drops it when the intake is lost. */
public final class IntakeFlush {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeFlush.class);

    private static final Trouble TOPIC_CHANGED = new Trouble(
            Trouble.Kind.TRANSIENT, "topic-changed", "the intake's topic is being made anew, or cannot be described");

    private final Workbench bench;
    private final FlushTask task;
    private final TableSide table;
    private final List<Note> notes = new ArrayList<>();
    private FlushState state;
    private Optional<Batch> batch = Optional.empty();
    private SortedMap<Integer, Extent> extents = new TreeMap<>();
    private boolean complete = true;
    private long meanRecordBytes;
    private Optional<End> end = Optional.empty();

    private IntakeFlush(Workbench bench, FlushTask task) {
        this.bench = bench;
        this.task = task;
        this.table = new TableSide(bench, task);
        this.state = task.state();
    }

    /** Performs one flush; blocks. */
    public static FlushResult perform(Workbench bench, FlushTask task) {
        return new IntakeFlush(bench, task).perform();
    }

    private FlushResult perform() {
        try {
            Optional<Effect> next = Optional.of(Flush.begin(task.assignment(), state, task.said(), draw()));
            while (next.isPresent()) {
                next = mustStop() ? dropped(new End.Dropped()) : step(next.get());
            }
        } catch (RuntimeException broken) {
            rest();
            throw broken;
        }
        rest();
        bench.connections().idle(task.definition().intake());
        return new FlushResult(state, end.orElseThrow(), notes, complete, meanRecordBytes);
    }

    /** Between its own intent and its outcome a flush goes on: whoever came next would have to find out what it did. */
    private boolean mustStop() {
        boolean committing = state.pending().isPresent()
                && !state.pending().equals(task.state().pending());
        return bench.stopping().getAsBoolean() && !committing;
    }

    /** A mark of this flush that is left standing would count as a crash; an {@link Error} is one, and leaves it. */
    private void rest() {
        boolean mine = !state.suspicion().equals(task.state().suspicion());
        if (mine && end.filter(End.Unknown.class::isInstance).isEmpty()) {
            Flush.atRest(state).ifPresent(rest -> {
                StateLog.Result result =
                        bench.log().record(task.tenure(), task.definition().intake(), rest, List.of());
                switch (result) {
                    case RECORDED -> state = rest;
                    case NOT_OWNER ->
                        LOG.debug(
                                "mark left behind, slot lost intake={}",
                                task.definition().intake());
                    case UNKNOWN -> end = Optional.of(new End.Unknown());
                }
            });
        }
    }

    private static Effect.Draw draw() {
        return new Effect.Draw(UUID.randomUUID().toString(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    private Optional<Effect> step(Effect effect) {
        return switch (effect) {
            case Effect.ReadBatch read -> next(read.then(), read(read.from()));
            case Effect.NarrowBatch narrow -> next(narrow.then(), narrow(narrow.ends()));
            case Effect.LoadTable load -> next(load.then(), table.load(load.target()));
            case Effect.SurveyBatch survey -> next(survey.then(), table.survey(taken()));
            case Effect.CreateTable create -> next(create.then(), table.create());
            case Effect.EvolveTable evolve -> next(evolve.then(), table.evolve());
            case Effect.WriteFiles write -> next(write.then(), table.write(taken()));
            case Effect.CheckFiles check -> next(check.then(), table.checkFiles());
            case Effect.PostCommit post -> post(post);
            case Effect.RecordIntent intent -> intent(intent);
            case Effect.RecordState judged -> record(judged.next(), List.of(), judged.notes(), judged.then());
            case Effect.RecordOutcome outcome -> outcome(outcome);
            case Effect.Wait wait -> waited(wait);
            case Effect.Finish finish -> dropped(new End.Finished(finish.outcome()));
        };
    }

    private <A> Optional<Effect> next(Effect.Then<A> then, A answer) {
        return Optional.of(then.on(answer, draw()));
    }

    private Optional<Effect> dropped(End how) {
        end = Optional.of(how);
        return Optional.empty();
    }

    private Batch taken() {
        return batch.orElseThrow();
    }

    private Answer.Read read(SortedMap<Integer, Long> from) {
        long begun = System.nanoTime();
        Taking taking = bench.source().take(task.definition().intake(), from);
        bench.meters().phase(Phase.READ, Duration.ofNanos(System.nanoTime() - begun));
        bench.failpoints().accept("f.polled");
        if (!(taking instanceof Taking.Unavailable) && !isSameTopic()) {
            return new Answer.Failed(TOPIC_CHANGED);
        }
        return switch (taking) {
            case Taking.Gap gap -> new Answer.GapFound(gap.partition(), gap.from(), gap.to());
            case Taking.Unavailable not ->
                new Answer.Failed(new Trouble(Trouble.Kind.TRANSIENT, not.code(), not.message()));
            case Taking.Taken taken -> holding(taken);
        };
    }

    private Answer.Taken holding(Taking.Taken taken) {
        batch = Optional.of(taken.batch());
        extents = taken.extents();
        complete = taken.complete();
        long records = extents.values().stream().mapToLong(Extent::records).sum();
        meanRecordBytes = records == 0 ? 0 : taken.bytes() / records;
        return new Answer.Taken(extents, taken.validThroughMs());
    }

    /** A part of a batch is not complete, and says nothing about how far the table is valid. */
    private Answer.Taken narrow(SortedMap<Integer, Long> ends) {
        extents = Batching.narrowed(taken(), extents, ends);
        batch = Optional.of(bench.source().again(task.definition().intake(), extents));
        complete = false;
        return new Answer.Taken(extents, 0);
    }

    private boolean isSameTopic() {
        return bench.source()
                .topicId(task.definition().intake())
                .filter(task.topicId()::equals)
                .isPresent();
    }

    private Optional<Effect> otherTopic() {
        return dropped(new End.Finished(new Outcome.Paused(TOPIC_CHANGED)));
    }

    /** What was read after the batch was taken was read by the topic's name, too. */
    private Optional<Effect> intent(Effect.RecordIntent intent) {
        bench.failpoints().accept("f.beforeIntent");
        if (!isSameTopic()) {
            return otherTopic();
        }
        Optional<Effect> next = record(intent.next(), List.of(), intent.notes(), intent.then());
        bench.failpoints().accept("f.afterIntent");
        return next;
    }

    private Optional<Effect> post(Effect.PostCommit post) {
        if (!bench.ownership().holds(task.tenure())) {
            return dropped(new End.Dropped());
        }
        return next(post.then(), table.post(post));
    }

    private Optional<Effect> outcome(Effect.RecordOutcome outcome) {
        List<DeadLetterRecord> letters = switch (outcome.dead()) {
            case Effect.DeadLetters.OfBatch ofBatch -> table.deadLetters(ofBatch.commit());
            case Effect.DeadLetters.OfIntent intent -> ofIntent(intent.pending(), intent.from());
            case Effect.DeadLetters.Gone gone -> List.of();
        };
        boolean readAgain = outcome.dead() instanceof Effect.DeadLetters.OfIntent && !letters.isEmpty();
        if (readAgain && !isSameTopic()) {
            return otherTopic();
        }
        bench.failpoints().accept("f.beforeTxn");
        Optional<Effect> next = record(outcome.next(), letters, outcome.notes(), outcome.then());
        bench.failpoints().accept("f.txnCommitted");
        if (outcome.dead() instanceof Effect.DeadLetters.OfBatch && end.isEmpty()) {
            BatchConversion.Facts facts = table.facts();
            bench.meters().reduced(task.definition().intake(), facts.ignoredValues(), facts.roundedFractions());
        }
        return next;
    }

    private List<DeadLetterRecord> ofIntent(Pending pending, SortedMap<Integer, Long> from) {
        SortedMap<Integer, Extent> ranges = new TreeMap<>();
        pending.to().forEach((partition, planned) -> {
            if (planned.deadCount() > 0) {
                long start = from.getOrDefault(partition, 0L);
                ranges.put(partition, new Extent(start, planned.to(), planned.to() - start - planned.other()));
            }
        });
        Batch again = bench.source().again(task.definition().intake(), ranges);
        return Batching.ofIntent(task.definition().intake(), again, pending, table::explained);
    }

    private Optional<Effect> record(
            FlushState next, List<DeadLetterRecord> letters, List<Note> noticed, Effect.Then<Answer.Recorded> then) {
        StateLog.Result result =
                bench.log().record(task.tenure(), task.definition().intake(), next, letters);
        return switch (result) {
            case RECORDED -> {
                state = next;
                notes.addAll(noticed);
                count(letters);
                yield next(then, new Answer.Recorded());
            }
            case NOT_OWNER -> dropped(new End.Dropped());
            case UNKNOWN -> dropped(new End.Unknown());
        };
    }

    private void count(List<DeadLetterRecord> letters) {
        letters.stream()
                .collect(Collectors.groupingBy(DeadLetterRecords::reason, Collectors.counting()))
                .forEach((reason, records) ->
                        bench.meters().deadLettered(task.definition().intake(), reason, records));
    }

    private Optional<Effect> waited(Effect.Wait wait) {
        try {
            Thread.sleep(wait.ms());
            return next(wait.then(), new Answer.Waited());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            LOG.debug("flush dropped while waiting intake={}", task.definition().intake());
            return dropped(new End.Dropped());
        }
    }
}
