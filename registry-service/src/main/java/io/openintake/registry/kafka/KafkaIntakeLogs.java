package io.openintake.registry.kafka;

import io.openintake.contracts.IntakeId;
import io.openintake.registry.app.IntakeLogs;
import io.openintake.registry.app.TemporarilyUnavailable;
import io.openintake.registry.domain.status.PartitionOffsets;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the brokers through the admin client. */
@Singleton
final class KafkaIntakeLogs implements IntakeLogs {
    private static final int TIMEOUT_MS = 5_000;

    private final KafkaBus bus;

    KafkaIntakeLogs(KafkaBus bus) {
        this.bus = bus;
    }

    @Override
    public CompletionStage<List<PartitionOffsets>> offsets(IntakeId intake) {
        try {
            Admin admin = bus.admin();
            return admin.describeTopics(List.of(intake.topic()), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
                    .allTopicNames()
                    .toCompletionStage()
                    .thenCompose(
                            found -> offsets(admin, found.values().iterator().next()))
                    .exceptionallyCompose(KafkaIntakeLogs::judged);
        } catch (TemporarilyUnavailable | KafkaException refused) {
            return judged(refused);
        }
    }

    /**
     * The start is asked for first: the log is trimmed from there only, so it cannot pass an end that is read later.
     */
    private static CompletionStage<List<PartitionOffsets>> offsets(Admin admin, TopicDescription topic) {
        List<TopicPartition> partitions = topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
        return list(admin, partitions, OffsetSpec.earliest())
                .thenCompose(starts -> list(admin, partitions, OffsetSpec.latest())
                        .thenApply(ends -> IntStream.range(0, partitions.size())
                                .mapToObj(i ->
                                        new PartitionOffsets(partitions.get(i).partition(), starts.get(i), ends.get(i)))
                                .toList()));
    }

    /** Offsets in the order of the partitions. */
    private static CompletionStage<List<Long>> list(Admin admin, List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        ListOffsetsResult answer = admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(TIMEOUT_MS));
        List<CompletableFuture<Long>> offsets = partitions.stream()
                .map(partition -> answer.partitionResult(partition)
                        .toCompletionStage()
                        .thenApply(ListOffsetsResultInfo::offset)
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(offsets.toArray(CompletableFuture[]::new))
                .thenApply(all -> offsets.stream().map(CompletableFuture::join).toList());
    }

    private static CompletionStage<List<PartitionOffsets>> judged(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof UnknownTopicOrPartitionException
                ? CompletableFuture.completedFuture(List.of())
                : CompletableFuture.failedFuture(
                        new TemporarilyUnavailable("the Kafka cluster does not answer", cause));
    }
}
