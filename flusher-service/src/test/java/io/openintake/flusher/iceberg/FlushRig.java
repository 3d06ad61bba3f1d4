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
import io.openintake.flusher.app.Ownership;
import io.openintake.flusher.app.Tenure;
import io.openintake.flusher.app.convert.RowConversion;
import io.openintake.flusher.app.flush.FlushResult;
import io.openintake.flusher.app.flush.FlushTask;
import io.openintake.flusher.app.flush.IntakeFlush;
import io.openintake.flusher.app.flush.TableConnections;
import io.openintake.flusher.app.flush.Workbench;
import io.openintake.flusher.domain.FlushLimits;
import io.openintake.flusher.domain.suspect.Caution;
import io.openintake.flusher.domain.Outcome;
import io.openintake.flusher.json.StrictJson;
import io.openintake.testkit.Backing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.catalog.Namespace;

/**
 * One intake flushed by the service's own code into a real table; only its topic and its log are held in memory. What
 * it sends are numbers from 0 on, so that every row can be told apart.
 */
final class FlushRig implements AutoCloseable {
    /** A flush that cannot go on is tried again by the service's loop, without end; a test must come to one. */
    private static final int MAX_FLUSHES = 12;

    final InMemoryTopic topic = new InMemoryTopic();
    final InMemoryStateLog log = new InMemoryStateLog();
    final OtherWriter other;
    final IntakeDefined definition;
    private final TableConnections connections;
    private final Workbench bench;
    private final FlushLimits limits;
    private final List<Long> sent = new ArrayList<>();

    /**
     * @param catalog the catalog's own address, or that of something before it
     * @param requestLimit for one request to the catalog
     */
    FlushRig(Backing backing, String catalog, Duration requestLimit) {
        Namespace namespace = Namespace.of("ns_" + UUID.randomUUID().toString().replace("-", ""));
        TableTarget target = new TableTarget(catalog, backing.catalog().warehouse(), namespace.toString(), "events");
        this.other = new OtherWriter(backing, namespace, "events");
        this.definition = new IntakeDefined(
                new IntakeId(UUID.randomUUID()),
                new ProjectId(UUID.randomUUID()),
                new RunnerId(UUID.randomUUID()),
                1,
                "test",
                target,
                new Partitioning.None(),
                new CatalogAuth.None(),
                0,
                new Policies(Evolution.ADD, Mismatch.STRICT, ErrorPolicy.DEAD_LETTER),
                Duration.ofSeconds(300),
                Lifecycle.ACTIVE);
        Definitions definitions = new Definitions(Optional.empty());
        definitions.defined(definition);
        Clock clock = Clock.systemUTC();
        this.connections = new TableConnections(
                new IcebergTables(new Destinations(Set.of("127.0.0.1")), requestLimit, clock), definitions);
        this.bench = new Workbench(
                new Forever(),
                log,
                topic,
                connections,
                () -> new RowConversion(new StrictJson()),
                new FlusherMetrics(new SimpleMeterRegistry()),
                clock,
                point -> {},
                () -> false);
        this.limits = new FlushLimits(
                100, 1 << 20, 1 << 14, requestLimit.multipliedBy(3).plusSeconds(3));
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
        sent.add((long) sent.size());
        return sent.getLast();
    }

    /** One flush, from what stands in the log. */
    FlushResult flush() {
        FlushState state = log.newest().orElseGet(() -> FlushState.initial("topic", "cluster"));
        Tenure tenure = new Tenure(SlotNumber.of(definition.intake()), 1);
        return IntakeFlush.perform(
                bench, new FlushTask(definition, tenure, state, "topic", "cluster", List.of(), limits, Caution.CAREFUL));
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

    static Outcome outcome(FlushResult result) {
        return ((FlushResult.End.Finished) result.end()).outcome();
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
