package io.openintake.flusher.kafka;

import io.openintake.contracts.IntakeId;
import io.openintake.flusher.app.Backlogs;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks for all ends at once; topics are described when they are new, after a failure, and every now and then. */
public final class KafkaBacklogs implements Backlogs {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration DESCRIBE_AGAIN = Duration.ofSeconds(30);

    private final Admin admin;
    private final Map<IntakeId, TopicDescription> topics = new HashMap<>();
    private final Map<IntakeId, SortedMap<Integer, Long>> seen = new HashMap<>();
    private String clusterId = "";
    private long describedNanos = System.nanoTime();

    public KafkaBacklogs(Admin admin) {
        this.admin = admin;
    }

    @Override
    public Map<IntakeId, Ends> sweep(Collection<IntakeId> intakes) {
        if (clusterId.isEmpty()) {
            clusterId = await(admin.describeCluster().clusterId());
        }
        if (System.nanoTime() - describedNanos > DESCRIBE_AGAIN.toNanos()) {
            topics.clear();
            describedNanos = System.nanoTime();
        }
        Set<IntakeId> wantedNow = Set.copyOf(intakes);
        topics.keySet().retainAll(wantedNow);
        seen.keySet().retainAll(wantedNow);
        describe(intakes);
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        topics.forEach((intake, topic) -> topic.partitions()
                .forEach(partition ->
                        wanted.put(new TopicPartition(intake.topic(), partition.partition()), OffsetSpec.latest())));
        ListOffsetsResult listed = admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        Map<IntakeId, Ends> ends = new HashMap<>();
        for (IntakeId intake : List.copyOf(topics.keySet())) {
            ends(intake, listed, ends);
        }
        return ends;
    }

    /** One topic that cannot be asked must not hold up the others; it is described anew at the next sweep. */
    private void ends(IntakeId intake, ListOffsetsResult listed, Map<IntakeId, Ends> ends) {
        TopicDescription topic = topics.get(intake);
        if (topic == null) {
            return;
        }
        try {
            SortedMap<Integer, Long> offsets = new TreeMap<>();
            for (var partition : topic.partitions()) {
                TopicPartition asked = new TopicPartition(intake.topic(), partition.partition());
                offsets.put(
                        partition.partition(),
                        await(listed.partitionResult(asked)).offset());
            }
            if (wentBack(intake, offsets)) {
                // made anew, or a leader that lags for a moment: the next sweep knows which
                topics.remove(intake);
                return;
            }
            ends.put(intake, new Ends(topic.topicId().toString(), clusterId, offsets));
        } catch (InterruptException stopping) {
            throw stopping;
        } catch (KafkaException notNow) {
            topics.remove(intake);
        }
    }

    private boolean wentBack(IntakeId intake, SortedMap<Integer, Long> offsets) {
        SortedMap<Integer, Long> before = seen.put(intake, offsets);
        return before != null
                && before.entrySet().stream().anyMatch(end -> offsets.getOrDefault(end.getKey(), 0L) < end.getValue());
    }

    private void describe(Collection<IntakeId> intakes) {
        Set<String> unknown = new HashSet<>();
        intakes.stream().filter(intake -> !topics.containsKey(intake)).forEach(intake -> unknown.add(intake.topic()));
        if (unknown.isEmpty()) {
            return;
        }
        admin.describeTopics(unknown).topicNameValues().forEach((name, future) -> {
            try {
                TopicDescription topic = await(future);
                IntakeId.ofTopic(name).ifPresent(intake -> topics.put(intake, topic));
            } catch (UnknownTopicOrPartitionException notYet) {
                // provisioned later: the next sweep asks again
                IntakeId.ofTopic(name).ifPresent(topics::remove);
            }
        });
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known
                    ? known
                    : new KafkaException("the cluster did not answer", failed.getCause());
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException("the cluster did not answer within " + PATIENCE, late);
        } catch (InterruptedException stopping) {
            throw new InterruptException(stopping);
        }
    }
}
