package io.openintake.dlq.kafka;

import io.openintake.contracts.IntakeId;
import io.openintake.dlq.app.DeadLetterLog.Unavailable;
import io.openintake.dlq.domain.LogRange;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Begins and ends of dead letter topics: a few requests however many topics are asked about. */
final class LogRanges {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Admin admin;

    LogRanges(Admin admin) {
        this.admin = admin;
    }

    /** Topics that are not there are left out: offsets of such a topic would be asked for until the time is over. */
    Map<IntakeId, LogRange> of(Collection<IntakeId> intakes) {
        Map<IntakeId, TopicPartition> partitions = existing(intakes);
        ListOffsetsResult starts = list(partitions.values(), OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        ListOffsetsResult committed = list(partitions.values(), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        ListOffsetsResult ends = list(partitions.values(), OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<IntakeId, LogRange> ranges = new HashMap<>();
        partitions.forEach((intake, partition) -> {
            Optional<Long> start = offset(starts, partition);
            Optional<Long> committedEnd = offset(committed, partition);
            Optional<Long> end = offset(ends, partition);
            if (start.isPresent() && committedEnd.isPresent() && end.isPresent()) {
                ranges.put(intake, new LogRange(start.get(), committedEnd.get(), end.get()));
            }
        });
        return ranges;
    }

    private Map<IntakeId, TopicPartition> existing(Collection<IntakeId> intakes) {
        List<String> topics = intakes.stream().map(IntakeId::deadLetterTopic).toList();
        var descriptions = admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(patienceMs()))
                .topicNameValues();
        Map<IntakeId, TopicPartition> existing = new HashMap<>();
        for (IntakeId intake : intakes) {
            var description = descriptions.get(intake.deadLetterTopic());
            if (description != null && answer(description).isPresent()) {
                existing.put(intake, new TopicPartition(intake.deadLetterTopic(), 0));
            }
        }
        return existing;
    }

    private ListOffsetsResult list(Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        return admin.listOffsets(wanted, new ListOffsetsOptions(isolation).timeoutMs(patienceMs()));
    }

    private static Optional<Long> offset(ListOffsetsResult result, TopicPartition partition) {
        return answer(result.partitionResult(partition)).map(info -> info.offset());
    }

    /** Empty when the topic is not there. */
    private static <T> Optional<T> answer(KafkaFuture<T> future) {
        try {
            return Optional.of(future.get(2L * patienceMs(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new Unavailable("the cluster does not answer", failed);
        } catch (TimeoutException late) {
            throw new Unavailable("the cluster does not answer", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted", interrupted);
        }
    }

    private static int patienceMs() {
        return (int) PATIENCE.toMillis();
    }
}
