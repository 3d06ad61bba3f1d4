package io.openintake.buffer.app;

import io.openintake.buffer.app.Topics.Look;
import io.openintake.buffer.domain.Partition;
import io.openintake.buffer.domain.TopicFacts;
import io.openintake.buffer.domain.Trim;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.event.IntakeDefined;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes delivered records. Runs right after end offsets were read, so that no position can be newer than its end. */
final class Trimmer {
    private static final Logger LOG = LoggerFactory.getLogger(Trimmer.class);

    private final KnownState state;
    private final Topics topics;
    private final Logs logs;
    private final Meters meters;
    private final Map<Partition, Deleted> deleted = new HashMap<>();

    /** Up to where this process has deleted, and in which incarnation of the topic. */
    private record Deleted(String topicId, long below) {}

    Trimmer(KnownState state, Topics topics, Logs logs, Meters meters) {
        this.state = state;
        this.topics = topics;
        this.logs = logs;
        this.meters = meters;
    }

    void forget(IntakeId intake) {
        deleted.keySet().removeIf(partition -> partition.intake().equals(intake));
    }

    /** Deletes again what was deleted: after a crash a broker may have brought it back. */
    void startOver() {
        deleted.clear();
    }

    void round() {
        Map<Partition, Long> wanted = new HashMap<>();
        for (IntakeDefined intake : state.intakes.values()) {
            if (intake.lifecycle() != Lifecycle.DISCARDING) {
                state.partitions(intake.intake()).forEach(partition -> decide(partition, wanted));
            }
        }
        if (!wanted.isEmpty()) {
            wanted.keySet().retainAll(stillThere(wanted.keySet()));
            delete(wanted);
        }
    }

    private void decide(Partition partition, Map<Partition, Long> wanted) {
        Long end = state.ends.get(partition);
        if (end == null) {
            return;
        }
        String topicId = topicId(partition);
        Trim trim = Trim.decide(
                state.flushState(partition.intake()), topicId, partition.number(), end, deletedBelow(partition));
        switch (trim) {
            case Trim.DeleteBelow below -> wanted.put(partition, below.offset());
            case Trim.Keep(Trim.Reason reason)
            when reason == Trim.Reason.ABOVE_END ->
                LOG.error(
                        "position above the end of the log, nothing is deleted intake={} partition={} end={} "
                                + "errorCode=position-above-end",
                        partition.intake(),
                        partition.number(),
                        end);
            case Trim.Keep keep -> {}
        }
    }

    /** Deleting goes by name: ask once more that the name still means the topic that the positions count in. */
    private Set<Partition> stillThere(Collection<Partition> partitions) {
        Map<String, Look> looks = topics.look(
                partitions.stream().map(each -> each.intake().topic()).collect(Collectors.toSet()));
        return partitions.stream()
                .filter(partition -> looks.get(partition.intake().topic()) instanceof Look.Found found
                        && found.facts().topicId().equals(topicId(partition)))
                .collect(Collectors.toSet());
    }

    private void delete(Map<Partition, Long> wanted) {
        for (Partition done : logs.deleteBelow(wanted)) {
            long below = Objects.requireNonNull(wanted.get(done), "an offset that was asked for");
            deleted.put(done, new Deleted(topicId(done), below));
            meters.deleted();
            var curve = state.curves.get(done);
            if (curve != null) {
                curve.forgetBelow(below);
            }
            LOG.debug("records deleted intake={} partition={} below={}", done.intake(), done.number(), below);
        }
    }

    private long deletedBelow(Partition partition) {
        Deleted known = deleted.get(partition);
        return known != null && known.topicId.equals(topicId(partition)) ? known.below : 0;
    }

    private String topicId(Partition partition) {
        return state.topic(partition.intake()).map(TopicFacts::topicId).orElse("");
    }
}
