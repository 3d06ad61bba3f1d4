package io.openintake.buffer.app;

import io.openintake.buffer.domain.Partition;
import io.openintake.buffer.domain.TopicFacts;
import io.openintake.buffer.domain.WireCurve;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.flush.FlushState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** All that the loop knows of others and of the cluster. Touched by the loop's thread only. */
final class KnownState {
    final Map<RunnerId, RunnerDefined> runners = new HashMap<>();
    final Map<IntakeId, IntakeDefined> intakes = new HashMap<>();
    final Map<IntakeId, FlushState> flushStates = new HashMap<>();
    final Map<Partition, WireCurve> curves = new HashMap<>();
    final Map<Partition, Long> ends = new HashMap<>();
    private final Map<IntakeId, TopicFacts> topics = new HashMap<>();
    private final Set<IntakeId> withoutTopic = new HashSet<>();

    Optional<TopicFacts> topic(IntakeId intake) {
        return Optional.ofNullable(topics.get(intake));
    }

    /** Whether it is known that the intake has no topic, so that it holds nothing. */
    boolean isWithoutTopic(IntakeId intake) {
        return withoutTopic.contains(intake);
    }

    Optional<FlushState> flushState(IntakeId intake) {
        return Optional.ofNullable(flushStates.get(intake));
    }

    List<Partition> partitions(IntakeId intake) {
        return topic(intake)
                .map(facts -> IntStream.range(0, facts.partitions())
                        .mapToObj(number -> new Partition(intake, number))
                        .toList())
                .orElse(List.of());
    }

    /** Where delivery stands; 0 while nobody has said so of this incarnation of the topic. */
    long position(Partition partition) {
        String topicId = topic(partition.intake()).map(TopicFacts::topicId).orElse("");
        return flushState(partition.intake())
                .filter(state -> state.topicId().equals(topicId))
                .map(state -> state.position(partition.number()).to())
                .orElse(0L);
    }

    /** Takes in the end offsets that were just read; returns the partitions that did not answer. */
    List<Partition> swept(List<Partition> asked, Map<Partition, Long> read) {
        for (Partition partition : asked) {
            Long end = read.get(partition);
            if (end == null) {
                // The end of the last sweep would hide what came in since, and let a topic be deleted as drained.
                ends.remove(partition);
            } else {
                ended(partition, end);
            }
        }
        return asked.stream().filter(partition -> !read.containsKey(partition)).toList();
    }

    private void ended(Partition partition, long end) {
        ends.put(partition, end);
        WireCurve curve = curves.get(partition);
        if (curve != null && curve.end() > end) {
            // Reports never run ahead of the log, so this is another log under the old name.
            curves.remove(partition);
        }
    }

    void found(IntakeId intake, TopicFacts facts) {
        TopicFacts before = topics.put(intake, facts);
        withoutTopic.remove(intake);
        if (before != null && !before.topicId().equals(facts.topicId())) {
            forgetRecords(intake);
        }
    }

    void missing(IntakeId intake) {
        topics.remove(intake);
        withoutTopic.add(intake);
        forgetRecords(intake);
    }

    /** The cluster could not say whether the topic is there, so that it was missing before proves nothing any more. */
    void unsure(IntakeId intake) {
        withoutTopic.remove(intake);
    }

    void forget(IntakeId intake) {
        intakes.remove(intake);
        topics.remove(intake);
        withoutTopic.remove(intake);
        forgetRecords(intake);
    }

    List<IntakeDefined> intakesOf(RunnerId runner) {
        return intakes.values().stream()
                .filter(intake -> intake.runner().equals(runner))
                .toList();
    }

    List<IntakeDefined> beingRemoved() {
        return intakes.values().stream()
                .filter(intake -> intake.lifecycle() != Lifecycle.ACTIVE)
                .toList();
    }

    private void forgetRecords(IntakeId intake) {
        curves.keySet().removeIf(partition -> partition.intake().equals(intake));
        ends.keySet().removeIf(partition -> partition.intake().equals(intake));
    }
}
