package io.openintake.simulation.flusher;

import io.openintake.contracts.flush.FlushState;
import io.openintake.flusher.domain.Answer;
import io.openintake.flusher.domain.Assignment;
import io.openintake.flusher.domain.Effect;
import io.openintake.flusher.domain.Flush;
import io.openintake.flusher.domain.FlushLimits;
import io.openintake.flusher.domain.Outcome;
import io.openintake.flusher.domain.Tally;
import io.openintake.flusher.domain.Trouble;
import io.openintake.flusher.domain.suspect.Caution;
import io.openintake.simulation.kafka.Message;
import io.openintake.simulation.kafka.Topic;
import io.openintake.simulation.world.Definition;
import io.openintake.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One flush of the real machine, effect by effect. Stands for {@code IntakeFlush}. */
final class Flushing {
    /** Small, so that batches are cut and budgets run out. */
    private static final FlushLimits LIMITS = new FlushLimits(3, 1_000, 64, Duration.ofSeconds(3));

    private static final int CAREFUL_ONE_IN = 6;

    private final World world;
    private final FlusherProcess process;
    private final long tenure;
    private final Definition definition;
    private final Topic topic;
    private final Intaking batch;
    private final TableClient table;
    private FlushState state;
    private Effect current;
    private Optional<Recording> recording = Optional.empty();
    private Tally tally = new Tally(new TreeMap<>(), new TreeMap<>(), List.of());
    private boolean cleared;

    Flushing(World world, FlusherProcess process, long tenure, FlushState state) {
        this.world = world;
        this.process = process;
        this.tenure = tenure;
        this.state = state;
        this.definition = world.mirrored();
        this.topic = world.topic();
        this.batch = new Intaking(world, topic, definition);
        this.table = new TableClient(world);
        Assignment assignment = new Assignment(
                World.INTAKE,
                definition.target(),
                topic.id(),
                World.CLUSTER,
                definition.errors(),
                LIMITS,
                caution(),
                process.toString());
        this.current = Flush.begin(assignment, state, world.said, world.draw());
    }

    /** How it ended. */
    enum How {
        FINISHED,
        DROPPED,
        UNKNOWN
    }

    /**
     * @param state the newest that was recorded
     * @param outcome empty when it did not end by itself
     */
    record End(How how, FlushState state, Optional<Outcome> outcome) {}

    private record Recording(StateWrite write, FlushState next, Effect.Then<Answer.Recorded> then) {}

    long tenure() {
        return tenure;
    }

    /** Performs one effect, or one request of one; how the flush ended, if it did. */
    Optional<End> step() {
        if (recording.isPresent()) {
            return goOnRecording(recording.get());
        }
        world.trace.say(() -> process + " " + shown(current));
        return perform(current);
    }

    private Optional<End> perform(Effect effect) {
        return switch (effect) {
            case Effect.ReadBatch read -> next(read.then(), batch.read(read.from()));
            case Effect.NarrowBatch narrow -> next(narrow.then(), batch.taken(narrow.ends()));
            case Effect.LoadTable load -> next(load.then(), table.load(load.target()));
            case Effect.SurveyBatch survey ->
                next(survey.then(), new Answer.Surveyed(batch.hasRows(), asksForSchema()));
            case Effect.CreateTable create -> next(create.then(), table.create());
            case Effect.EvolveTable evolve -> next(evolve.then(), table.evolve());
            case Effect.WriteFiles write -> next(write.then(), written());
            case Effect.CheckFiles check -> next(check.then(), table.checkFiles());
            case Effect.PostCommit post -> post(post);
            case Effect.RecordIntent intent -> record(intent.next(), List.of(), intent.then());
            case Effect.RecordState judged -> record(judged.next(), List.of(), judged.then());
            case Effect.RecordOutcome outcome -> record(outcome.next(), letters(outcome.dead()), outcome.then());
            case Effect.Wait wait -> waited(wait);
            case Effect.Finish finish -> finished(finish);
        };
    }

    private <A> Optional<End> next(Effect.Then<A> then, A answer) {
        current = then.on(answer, world.draw());
        return Optional.empty();
    }

    private Optional<End> ended(How how, Optional<Outcome> outcome) {
        return Optional.of(new End(how, state, outcome));
    }

    /** What was marked as being converted must not look like a crash to the next owner. */
    private Optional<End> finished(Effect.Finish finish) {
        Optional<FlushState> rest = Flush.atRest(state);
        return rest.isPresent()
                ? record(rest.get(), List.of(), (recorded, draw) -> finish)
                : ended(How.FINISHED, Optional.of(finish.outcome()));
    }

    /** A process that was just started cannot know what ended the one before. */
    private Caution caution() {
        return !world.isCalm() && world.random.nextInt(CAREFUL_ONE_IN) == 0 ? Caution.CAREFUL : Caution.PLAIN;
    }

    private boolean asksForSchema() {
        return table.hasTable() && !world.isCalm() && world.random.nextInt(8) == 0;
    }

    private Answer.Written written() {
        if (world.isUnlucky()) {
            boolean changed = world.random.nextBoolean();
            Trouble.Kind kind = changed ? Trouble.Kind.CONFLICT : Trouble.Kind.TRANSIENT;
            return new Answer.Failed(new Trouble(kind, "storage-unavailable", "simulated"));
        }
        tally = batch.tally();
        table.write(batch.rows());
        return new Answer.Sorted(tally);
    }

    /** Ownership is looked at, and then the process may sleep for as long as it likes before it posts. */
    private Optional<End> post(Effect.PostCommit post) {
        if (!cleared) {
            cleared = process.view().epoch() == tenure;
            return cleared ? Optional.empty() : ended(How.DROPPED, Optional.empty());
        }
        cleared = false;
        return next(post.then(), table.post(post));
    }

    private Optional<End> waited(Effect.Wait wait) {
        world.pass(wait.ms());
        return next(wait.then(), new Answer.Waited());
    }

    private List<Message> letters(Effect.DeadLetters source) {
        return switch (source) {
            case Effect.DeadLetters.OfBatch ofBatch -> batch.letters(tally);
            case Effect.DeadLetters.OfIntent intent -> batch.letters(intent);
            case Effect.DeadLetters.Gone gone -> List.of();
        };
    }

    private Optional<End> record(FlushState next, List<Message> letters, Effect.Then<Answer.Recorded> then) {
        StateWrite write = new StateWrite(world, process, tenure, next, letters);
        recording = Optional.of(new Recording(write, next, then));
        return Optional.empty();
    }

    private Optional<End> goOnRecording(Recording now) {
        StateWrite.Result result = now.write().step();
        if (result == StateWrite.Result.GOES_ON) {
            return Optional.empty();
        }
        recording = Optional.empty();
        return switch (result) {
            case GOES_ON -> Optional.empty();
            case RECORDED -> {
                state = now.next();
                yield next(now.then(), new Answer.Recorded());
            }
            case NOT_OWNER -> ended(How.DROPPED, Optional.empty());
            case UNKNOWN -> ended(How.UNKNOWN, Optional.empty());
        };
    }

    private static String shown(Effect effect) {
        String name = effect.getClass().getSimpleName();
        return switch (effect) {
            case Effect.PostCommit post -> name + " " + post.content() + " " + post.property();
            case Effect.RecordIntent intent ->
                name + " version " + intent.next().version();
            case Effect.RecordOutcome outcome ->
                name + " version " + outcome.next().version();
            case Effect.RecordState judged -> name + " version " + judged.next().version();
            case Effect.Finish finish -> name + " " + finish.outcome();
            case Effect.LoadTable load -> name + " " + load.target();
            case Effect.ReadBatch read -> name + " " + read.from();
            case Effect.NarrowBatch any -> name;
            case Effect.SurveyBatch any -> name;
            case Effect.CreateTable any -> name;
            case Effect.EvolveTable any -> name;
            case Effect.WriteFiles any -> name;
            case Effect.CheckFiles any -> name;
            case Effect.Wait any -> name;
        };
    }
}
