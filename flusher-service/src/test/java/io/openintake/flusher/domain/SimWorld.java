package io.openintake.flusher.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.flush.FlushState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Everything that outlives a flusher: the intake's topic, its state in the log, its dead letters, its table. */
final class SimWorld {
    static final IntakeId INTAKE = IntakeId.parse("3f0f6f1e-0000-4000-8000-000000000001");
    static final String TARGET = "target";
    static final int PARTITIONS = 2;

    /** What lies at an offset. */
    enum Kind {
        ROW,
        BAD,
        MARKER
    }

    final RandomGenerator random;
    final SimTable table = new SimTable();
    final List<SimTable.Update> travelling = new ArrayList<>();
    final List<String> deadLetters = new ArrayList<>();
    final List<Command> said = new ArrayList<>();
    private final List<List<Kind>> topic = new ArrayList<>();
    private FlushState state = FlushState.initial("topic", "cluster");
    private long epoch;
    private long clockMs;
    private long ids;

    SimWorld(RandomGenerator random) {
        this.random = random;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            topic.add(new ArrayList<>());
        }
    }

    Assignment assignment() {
        FlushLimits limits = new FlushLimits(2, 1_000, 64, Duration.ofSeconds(20));
        return new Assignment(INTAKE, TARGET, "topic", "cluster", ErrorPolicy.DEAD_LETTER, limits);
    }

    Effect.Draw draw() {
        clockMs += 50;
        return new Effect.Draw("id-" + ids++, clockMs);
    }

    void produce() {
        int partition = random.nextInt(PARTITIONS);
        int kind = random.nextInt(10);
        topic.get(partition).add(kind < 6 ? Kind.ROW : kind < 9 ? Kind.BAD : Kind.MARKER);
    }

    List<Kind> log(int partition) {
        return topic.get(partition);
    }

    long newEpoch() {
        return ++epoch;
    }

    boolean isOwner(long claimed) {
        return claimed == epoch;
    }

    FlushState state() {
        return state;
    }

    /** A transaction of the owner: refused to everybody else. */
    boolean commit(long claimed, FlushState next, List<String> dead) {
        if (!isOwner(claimed)) {
            return false;
        }
        if (next.version() != state.version() + 1) {
            throw new AssertionError("fork: version " + next.version() + " follows " + state.version());
        }
        state = next;
        deadLetters.addAll(dead);
        next.problem().ifPresent(this::personAnswers);
        return true;
    }

    /** A person looks what the catalog ever accepted, and says the truth. */
    private void personAnswers(FlushState.Problem problem) {
        String commit = state.pending().orElseThrow().commit();
        Command.CommitAnswered.Answer answer =
                table.hasAccepted(commit) ? Command.CommitAnswered.Answer.IS_IN : Command.CommitAnswered.Answer.IS_NOT;
        said.add(new Command.CommitAnswered(INTAKE, commit, answer));
    }

    void deliverTravelling() {
        if (!travelling.isEmpty()) {
            table.arrives(travelling.remove(random.nextInt(travelling.size())));
        }
    }

    void userActs() {
        switch (random.nextInt(9)) {
            case 0, 1 -> table.foreignAppend();
            case 2 -> table.compact();
            case 3 -> table.expire();
            case 4 -> table.rollBack();
            case 5 -> table.replace();
            case 6 -> table.loseProperty();
            case 7 -> table.addColumn();
            default -> table.drop();
        }
    }

    boolean isDrained() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (state.position(partition).to() != topic.get(partition).size()) {
                return false;
            }
        }
        return state.pending().isEmpty();
    }

    static String key(int partition, long offset) {
        return partition + ":" + offset;
    }

    /** Nothing lost, nothing twice, and the state's own counts say the same. */
    void assertExactlyOnce() {
        List<String> rows = table.everAdded();
        if (new HashSet<>(rows).size() != rows.size()) {
            throw new AssertionError("a row was added twice: " + rows);
        }
        if (new HashSet<>(deadLetters).size() != deadLetters.size()) {
            throw new AssertionError("a dead letter was published twice: " + deadLetters);
        }
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertPartition(partition, counts);
        }
        Optional<SimTable.Metadata> now = table.load();
        if (table.isUntouched() && now.isPresent()) {
            List<String> mine = now.get().content().stream()
                    .filter(row -> row.contains(":"))
                    .toList();
            if (mine.size() != counts.getOrDefault("rows", 0)) {
                throw new AssertionError("the table holds " + mine + " but " + counts + " were written");
            }
        }
    }

    private void assertPartition(int partition, SortedMap<String, Integer> counts) {
        List<Kind> log = topic.get(partition);
        for (int offset = 0; offset < log.size(); offset++) {
            boolean row = table.everAdded().contains(key(partition, offset));
            boolean dead = deadLetters.contains(key(partition, offset));
            boolean right = switch (log.get(offset)) {
                case ROW -> row && !dead;
                case BAD -> dead && !row;
                case MARKER -> !row && !dead;
            };
            if (!right) {
                throw new AssertionError(
                        key(partition, offset) + " is a " + log.get(offset) + ": row=" + row + " dead=" + dead);
            }
            counts.merge(row ? "rows" : dead ? "dead" : "other", 1, Integer::sum);
        }
        long rows = log.stream().filter(kind -> kind == Kind.ROW).count();
        long dead = log.stream().filter(kind -> kind == Kind.BAD).count();
        if (state.position(partition).rows() != rows
                || state.position(partition).dead() != dead) {
            throw new AssertionError("ledger of partition " + partition + ": " + state.position(partition));
        }
    }
}
