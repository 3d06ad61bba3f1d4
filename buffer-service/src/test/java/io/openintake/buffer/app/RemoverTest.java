package io.openintake.buffer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.buffer.domain.Partition;
import io.openintake.buffer.domain.TopicFacts;
import io.openintake.buffer.domain.TopicPlan;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.TableTarget;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A topic with records that are not delivered is never deleted, whatever the cluster fails to say. */
final class RemoverTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final IntakeId INTAKE = IntakeId.parse("018f0000-0000-7000-8000-000000000001");
    private static final Partition PARTITION = new Partition(INTAKE, 0);
    private static final TopicFacts TOPIC = new TopicFacts("abc", 1, 1, Map.of());

    private final KnownState state = new KnownState();
    private final Cluster cluster = new Cluster();
    private final Told told = new Told();
    private final Remover remover = new Remover(state, cluster, told, GRACE);

    @Test
    void deletesWhatStaysDeliveredForTheGrace() {
        intakeIs(Lifecycle.DELETING);
        sweep(0, Map.of(PARTITION, 5L));
        sweep(10, Map.of(PARTITION, 5L));
        assertEquals(List.of(INTAKE.topic(), INTAKE.deadLetterTopic()), cluster.deleted);
        assertEquals(1, told.reports.size());
    }

    @Test
    void doesNotDeleteOnAnEndOffsetFromBeforeTheGrace() {
        intakeIs(Lifecycle.DELETING);
        sweep(0, Map.of(PARTITION, 5L));
        sweep(10, Map.of());
        assertEquals(List.of(), cluster.deleted);
        sweep(20, Map.of(PARTITION, 6L));
        assertEquals(List.of(), cluster.deleted);
    }

    @Test
    void doesNotBelieveOneAnswerThatTheTopicIsMissing() {
        intakeIs(Lifecycle.DELETING);
        sweep(0, Map.of(PARTITION, 6L));
        cluster.look = new Topics.Look.Missing();
        sweep(10, Map.of());
        cluster.look = new Topics.Look.Found(TOPIC);
        sweep(20, Map.of(PARTITION, 6L));
        cluster.look = new Topics.Look.Missing();
        sweep(30, Map.of());
        assertEquals(List.of(), cluster.deleted);
        assertEquals(Map.of(), told.reports);
    }

    @Test
    void countsTheGraceAnewWhenTheClusterIsNotSureThatTheTopicIsMissing() {
        intakeIs(Lifecycle.DELETING);
        cluster.look = new Topics.Look.Missing();
        sweep(0, Map.of());
        cluster.look = new Topics.Look.Unknown("timeout");
        sweep(10, Map.of());
        cluster.look = new Topics.Look.Missing();
        sweep(20, Map.of());
        assertEquals(List.of(), cluster.deleted);
    }

    @Test
    void reportsATopicThatStaysMissingForTheGraceAsRemoved() {
        intakeIs(Lifecycle.DELETING);
        cluster.look = new Topics.Look.Missing();
        sweep(0, Map.of());
        remover.reportAgain(intake(Lifecycle.DELETING));
        assertEquals(Map.of(), told.reports);
        sweep(10, Map.of());
        assertEquals(1, told.reports.size());
    }

    @Test
    void takesAMissingTopicAtItsWordWhenTheBacklogIsDiscardedAnyway() {
        intakeIs(Lifecycle.DISCARDING);
        cluster.look = new Topics.Look.Missing();
        sweep(0, Map.of());
        assertEquals(1, told.reports.size());
    }

    private void intakeIs(Lifecycle lifecycle) {
        state.intakes.put(INTAKE, intake(lifecycle));
        state.flushStates.put(
                INTAKE,
                new FlushState(
                        1,
                        "abc",
                        "cluster",
                        new TreeMap<>(Map.of(0, new Position(5, 5, 0, 0, 0, 0))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        cluster.look = new Topics.Look.Found(TOPIC);
    }

    private void sweep(int second, Map<Partition, Long> ends) {
        remover.look();
        var unused = state.swept(state.partitions(INTAKE), ends);
        remover.round(START.plusSeconds(second));
    }

    private static IntakeDefined intake(Lifecycle lifecycle) {
        return new IntakeDefined(
                INTAKE,
                ProjectId.parse("018f0000-0000-7000-8000-000000000002"),
                RunnerId.parse("018f0000-0000-7000-8000-000000000003"),
                1,
                "intake",
                new TableTarget("https://catalog.example.com", "w", "n", "t"),
                new Partitioning.None(),
                new CatalogAuth.None(),
                0,
                Policies.DEFAULT,
                Duration.ofMinutes(5),
                lifecycle);
    }

    /** A cluster that says of each topic what it is told to say. */
    private static final class Cluster implements Topics {
        private final List<String> deleted = new ArrayList<>();
        private Look look = new Look.Unknown("not asked yet");

        @Override
        public Map<String, Look> look(Collection<String> topics) {
            return topics.stream().collect(Collectors.toMap(topic -> topic, topic -> look));
        }

        @Override
        public Map<String, Change> create(Collection<TopicPlan> plans) {
            throw new AssertionError("nothing is created here");
        }

        @Override
        public Map<String, Change> delete(Collection<String> topics) {
            deleted.addAll(topics);
            return topics.stream().collect(Collectors.toMap(topic -> topic, topic -> new Change.Done()));
        }
    }

    /** The reports that were made. */
    private static final class Told implements Reports {
        private final Map<IntakeId, ProvisioningReported> reports = new HashMap<>();

        @Override
        public Optional<ProvisioningReported> newest(IntakeId intake) {
            return Optional.ofNullable(reports.get(intake));
        }

        @Override
        public Set<IntakeId> reported() {
            return reports.keySet();
        }

        @Override
        public void report(ProvisioningReported report) {
            reports.put(report.intake(), report);
        }

        @Override
        public void remove(IntakeId intake) {
            reports.remove(intake);
        }

        @Override
        public void report(UsageReported usage) {
            throw new AssertionError("usage is not reported here");
        }

        @Override
        public void remove(RunnerId runner, long version) {
            throw new AssertionError("usage is not reported here");
        }
    }
}
