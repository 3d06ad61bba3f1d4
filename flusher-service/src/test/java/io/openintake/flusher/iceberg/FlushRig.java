package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.Policies.Evolution;
import io.openintake.contracts.Policies.Mismatch;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.TableTarget;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.SlotNumber;
import io.openintake.flusher.FlusherMetrics;
import io.openintake.flusher.app.Definitions;
import io.openintake.flusher.app.IntakeTables;
import io.openintake.flusher.app.Ownership;
import io.openintake.flusher.app.Tenure;
import io.openintake.flusher.app.convert.RowConversion;
import io.openintake.flusher.app.flush.FlushResult;
import io.openintake.flusher.app.flush.FlushTask;
import io.openintake.flusher.app.flush.IntakeFlush;
import io.openintake.flusher.app.flush.TableConnections;
import io.openintake.flusher.app.flush.Workbench;
import io.openintake.flusher.domain.FlushLimits;
import io.openintake.flusher.domain.Outcome;
import io.openintake.flusher.domain.Trouble;
import io.openintake.flusher.domain.suspect.Caution;
import io.openintake.flusher.json.StrictJson;
import io.openintake.testkit.Backing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.catalog.Namespace;

/**
 * One intake flushed by the service's own code into a real table; only its topic and its log are held in memory. What
 * it sends are numbers in a row, so that every row can be told apart.
 */
final class FlushRig implements AutoCloseable {
    /** A flush that cannot go on is tried again by the service's loop, without end; a test must come to one. */
    private static final int MAX_FLUSHES = 60;

    final InMemoryTopic topic = new InMemoryTopic();
    final InMemoryStateLog log = new InMemoryStateLog();
    final OtherWriter other;
    final IntakeDefined definition;
    private final TableConnections connections;
    private final Workbench bench;
    private final FlushLimits limits;
    private final long firstNumber;
    private final List<Long> sent = new ArrayList<>();

    /** An intake with an unpartitioned table of its own. */
    FlushRig(Backing backing, String catalog, Duration requestLimit) {
        this(backing, catalog, requestLimit, Setup.ownTable());
    }

    /**
     * What an intake is like.
     *
     * @param firstNumber that it sends: another one for each intake of the same table
     * @param auth how it proves itself to the catalog
     * @param clock for tokens and lent credentials
     */
    record Setup(
            Namespace namespace, long firstNumber, Partitioning partitioning, CatalogAuth auth, InstantSource clock) {
        static Setup ownTable() {
            return sharing(freshNamespace(), 0);
        }

        static Setup sharing(Namespace namespace, long firstNumber) {
            return new Setup(
                    namespace, firstNumber, new Partitioning.None(), new CatalogAuth.None(), InstantSource.system());
        }

        Setup partitionedBy(String expression) {
            return new Setup(namespace, firstNumber, new Partitioning.Manual(List.of(expression)), auth, clock);
        }

        Setup with(CatalogAuth how) {
            return new Setup(namespace, firstNumber, partitioning, how, clock);
        }

        Setup at(InstantSource time) {
            return new Setup(namespace, firstNumber, partitioning, auth, time);
        }
    }

    static Namespace freshNamespace() {
        return Namespace.of("ns_" + UUID.randomUUID().toString().replace("-", ""));
    }

    /**
     * @param catalog the catalog's own address, or that of something before it
     * @param requestLimit for one request to the catalog, and for the silence of the storage
     */
    FlushRig(Backing backing, String catalog, Duration requestLimit, Setup setup) {
        Namespace namespace = setup.namespace();
        this.firstNumber = setup.firstNumber();
        TableTarget target = new TableTarget(catalog, backing.catalog().warehouse(), namespace.toString(), "events");
        this.other = new OtherWriter(backing, namespace, "events");
        this.definition = new IntakeDefined(
                new IntakeId(UUID.randomUUID()),
                new ProjectId(UUID.randomUUID()),
                new RunnerId(UUID.randomUUID()),
                1,
                "test",
                target,
                setup.partitioning(),
                new CatalogAuth.None(),
                0,
                new Policies(Evolution.ADD, Mismatch.STRICT, ErrorPolicy.DEAD_LETTER),
                Duration.ofSeconds(300),
                Lifecycle.ACTIVE);
        Definitions definitions = new Definitions(Optional.empty());
        definitions.defined(definition);
        IntakeTables real = new IcebergTables(new Destinations(Set.of("127.0.0.1")), requestLimit, setup.clock());
        String token = backing.catalog().personalAccessToken();
        this.connections = new TableConnections(
                access -> real.connect(
                        new IntakeTables.Access(access.intake(), access.target(), setup.auth(), 1, Optional.of(token))),
                definitions);
        this.bench = new Workbench(
                new Forever(),
                log,
                topic,
                connections,
                () -> new RowConversion(new StrictJson()),
                new FlusherMetrics(new SimpleMeterRegistry()),
                Clock.systemUTC(),
                point -> {},
                () -> false);
        this.limits = new FlushLimits(100, 1 << 20, 1 << 14, requestLimit.multipliedBy(2));
    }

    private record Forever() implements Ownership {
        @Override
        public Collection<Tenure> tenures() {
            return List.of();
        }

        @Override
        public boolean holds(Tenure tenure) {
            return true;
        }
    }

    void send(int messages) {
        for (int i = 0; i < messages; i++) {
            topic.send("{\"n\":" + next() + "}");
        }
    }

    /** Messages with a field that the table does not have. */
    void sendWith(String field, int messages) {
        for (int i = 0; i < messages; i++) {
            topic.send("{\"n\":" + next() + ",\"" + field + "\":true}");
        }
    }

    private long next() {
        sent.add(firstNumber + sent.size());
        return sent.getLast();
    }

    /** One flush, from what stands in the log. */
    FlushResult flush() {
        FlushState state = log.newest().orElseGet(() -> FlushState.initial("topic", "cluster"));
        Tenure tenure = new Tenure(SlotNumber.of(definition.intake()), 1);
        return IntakeFlush.perform(
                bench,
                new FlushTask(definition, tenure, state, "topic", "cluster", List.of(), limits, Caution.CAREFUL));
    }

    /** Flush after flush until everything that was sent is through. */
    void deliver() {
        List<FlushResult.End> ends = new ArrayList<>();
        while (!isThrough()) {
            assertTrue(ends.size() < MAX_FLUSHES, () -> "never through: " + ends);
            ends.add(flush().end());
        }
    }

    private boolean isThrough() {
        return log.newest()
                .filter(state -> state.pending().isEmpty() && state.position(0).to() == topic.end())
                .isPresent();
    }

    /** One flush that cannot go on, and why. */
    Trouble troubledFlush() {
        FlushResult.End end = flush().end();
        if (end instanceof FlushResult.End.Finished finished && finished.outcome() instanceof Outcome.Paused paused) {
            return paused.trouble();
        }
        throw new AssertionError("not troubled: " + end);
    }

    List<Long> sent() {
        return sent;
    }

    /** Every number that was sent is in the table once, and so is all that the other writer appended; nothing else. */
    void assertExact() {
        List<Long> expected = new ArrayList<>(sent);
        expected.addAll(other.appended());
        expected.sort(null);
        assertEquals(expected, other.numbers());
        other.assertReadable();
        assertEquals(List.of(), log.deadLetters());
        assertEquals(
                sent.size(), log.newest().orElseThrow().position(0).rows(), "rows are counted as they were written");
    }

    @Override
    public void close() throws IOException {
        connections.close();
        other.close();
    }
}
