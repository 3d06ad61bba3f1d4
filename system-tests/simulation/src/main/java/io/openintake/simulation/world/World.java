package io.openintake.simulation.world;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.flush.FlushState;
import io.openintake.flusher.domain.Effect;
import io.openintake.simulation.kafka.Group;
import io.openintake.simulation.kafka.Partition;
import io.openintake.simulation.kafka.StateTopic;
import io.openintake.simulation.kafka.Topic;
import io.openintake.simulation.oracle.Oracle;
import io.openintake.simulation.table.Catalog;
import io.openintake.simulation.table.Metadata;
import io.openintake.simulation.table.Table;
import io.openintake.simulation.table.Update;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Everything outside of the flushers: Kafka, the catalog, requests on their way, a clock, and chance. */
public final class World {
    public static final IntakeId INTAKE = IntakeId.parse("00000000-0000-4000-8000-000000000001");
    public static final String CLUSTER = "cluster";
    /** The tables between which the intake is moved. */
    public static final List<String> TARGETS = List.of("t0", "t1");

    private static final int PARTITIONS = 2;
    private static final int MAX_RECORDS_AT_ONCE = 4;
    private static final int CONTENTS = 10;
    private static final int MAX_TICK_MS = 200;

    public final RandomGenerator random;
    public final Trace trace;
    public final Oracle oracle;
    public final StateTopic log;
    public final Group group = new Group();
    public final Catalog catalog = new Catalog();
    public final List<Update> travelling = new ArrayList<>();
    public final List<Command> said = new ArrayList<>();
    private final Set<UserAction> done = EnumSet.noneOf(UserAction.class);
    private final int badShare;
    private int faultPercent;
    private Topic topic = new Topic("first", PARTITIONS);
    private Definition definition = new Definition(TARGETS.getFirst(), ErrorPolicy.DEAD_LETTER, 0);
    private Definition earlier = definition;
    private long nowMs;
    private int ids;

    /**
     * @param badShare how many of ten contents cannot become a row
     * @param faultPercent how often, out of a hundred, something goes wrong
     */
    public World(RandomGenerator random, Trace trace, int badShare, int faultPercent) {
        this.random = random;
        this.trace = trace;
        this.badShare = badShare;
        this.faultPercent = faultPercent;
        this.oracle = new Oracle(topic);
        this.log = new StateTopic(transaction -> {
            trace.say(() -> "  log: " + transaction.state() + " dead=" + transaction.deadLetters());
            oracle.committed(transaction);
            transaction
                    .state()
                    .problem()
                    .filter(problem -> problem.code().equals("commit-unknown"))
                    .ifPresent(problem -> oracle.askedForCommit(canHideACommit()));
        });
    }

    public boolean isUnlucky() {
        return random.nextInt(100) < faultPercent;
    }

    /** Nothing goes wrong any more. */
    public void calm() {
        faultPercent = 0;
    }

    public boolean isCalm() {
        return faultPercent == 0;
    }

    public Topic topic() {
        return topic;
    }

    public Definition definition() {
        return definition;
    }

    /** As a flusher's mirror has it: now and then a change has not reached it yet. */
    public Definition mirrored() {
        return random.nextInt(4) == 0 ? earlier : definition;
    }

    void define(Definition next) {
        earlier = definition;
        definition = next;
    }

    public Effect.Draw draw() {
        nowMs += random.nextInt(MAX_TICK_MS);
        return new Effect.Draw("id-" + ++ids, nowMs);
    }

    public void pass(long ms) {
        nowMs += ms;
    }

    /** Whether a record cannot become a row under this policy. */
    public boolean isBad(int content, int policy) {
        return (content * 7 + policy * 3) % CONTENTS < badShare;
    }

    void did(UserAction action) {
        done.add(action);
    }

    /** The table is gone, or its property was touched and its history expired. */
    private boolean canHideACommit() {
        boolean isGone = done.contains(UserAction.DROP) || done.contains(UserAction.RENAME);
        boolean isEdited = done.contains(UserAction.REMOVE_PROPERTY)
                || done.contains(UserAction.EDIT_PROPERTY)
                || done.contains(UserAction.SET_PROPERTY_BACK);
        boolean isExpired = done.contains(UserAction.EXPIRE) || done.contains(UserAction.EXPIRE_PARTLY);
        return isGone || (isEdited && isExpired);
    }

    public void produce() {
        for (int i = random.nextInt(MAX_RECORDS_AT_ONCE); i >= 0; i--) {
            anyPartition().append(content());
        }
    }

    Partition anyPartition() {
        return topic.partition(random.nextInt(topic.partitions().size()));
    }

    int content() {
        return random.nextInt(CONTENTS);
    }

    void recreateTopic() {
        topic = new Topic("recreated-" + ++ids, PARTITIONS);
        oracle.topicCreated(topic);
    }

    /** The buffer service deletes what is below the positions that it can read. */
    public void trim() {
        log.newestStable().filter(state -> state.topicId().equals(topic.id())).ifPresent(this::trim);
    }

    private void trim(FlushState state) {
        state.at().forEach((number, position) -> {
            Partition partition = topic.partition(number);
            partition.deleteBelow(position.to());
            oracle.trimmed(partition);
        });
    }

    /** A commit reaches the catalog; whether it was accepted. */
    public boolean arrives(Update update) {
        Optional<Metadata> before = catalog.table(update.target()).map(Table::current);
        boolean accepted = catalog.arrives(update);
        trace.say(() -> "  " + update.target() + (accepted ? " accepts " : " refuses ") + "snapshot "
                + update.snapshot() + " commit " + update.commit().orElse("-") + " rows "
                + update.file().map(file -> file.rows().toString()).orElse("none"));
        if (accepted) {
            Metadata after = catalog.table(update.target()).orElseThrow().current();
            catalog.remember(after);
            oracle.arrived(update, before.orElseThrow(), after, catalog);
        }
        return accepted;
    }

    public void deliverOneTravelling() {
        if (!travelling.isEmpty()) {
            arrives(travelling.remove(random.nextInt(travelling.size())));
        }
    }

    /** Whether the newest state says that everything in the topic is delivered. */
    public boolean isDrained() {
        FlushState state = oracle.last().orElseGet(() -> FlushState.initial(topic.id(), CLUSTER));
        boolean isAnswered = state.problem().isEmpty() || !state.topicId().equals(topic.id());
        return state.pending().isEmpty()
                && isAnswered
                && topic.partitions().stream().allMatch(partition -> partition.end() == delivered(state, partition));
    }

    private long delivered(FlushState state, Partition partition) {
        return state.topicId().equals(topic.id())
                ? state.position(partition.number()).to()
                : 0;
    }

    /** The tables of the catalog as they are. */
    public List<Metadata> tables() {
        return TARGETS.stream()
                .flatMap(target -> catalog.table(target).stream())
                .map(Table::current)
                .toList();
    }
}
