package io.openintake.buffer.kafka;

import io.openintake.buffer.app.Logs;
import io.openintake.buffer.domain.Partition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Logs} through the admin client: one request per broker for all partitions. */
public final class KafkaLogs implements Logs {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLogs.class);

    /** A topic that is not there is asked for until the time is over; the sweep waits for that. */
    private static final int TIMEOUT_MS = 5_000;

    private final Admin admin;

    public KafkaLogs(Admin admin) {
        this.admin = admin;
    }

    @Override
    public Map<Partition, Long> ends(Collection<Partition> partitions) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(topicPartition(partition), OffsetSpec.latest()));
        var answers = admin.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(TIMEOUT_MS));
        Map<Partition, Long> ends = new HashMap<>();
        Throwable failure = null;
        for (Partition partition : partitions) {
            switch (Answer.of(answers.partitionResult(topicPartition(partition)))) {
                case Answer.Good<ListOffsetsResultInfo>(ListOffsetsResultInfo end) -> ends.put(partition, end.offset());
                case Answer.Bad<ListOffsetsResultInfo>(Throwable cause) -> failure = cause;
            }
        }
        if (failure != null) {
            LOG.warn(
                    "end offsets not read missing={} of={} errorCode=ends-unknown reason={}",
                    partitions.size() - ends.size(),
                    partitions.size(),
                    failure.getMessage());
        }
        return ends;
    }

    @Override
    public Set<Partition> deleteBelow(Map<Partition, Long> offsets) {
        Map<TopicPartition, RecordsToDelete> wanted = new HashMap<>();
        offsets.forEach(
                (partition, offset) -> wanted.put(topicPartition(partition), RecordsToDelete.beforeOffset(offset)));
        var answers = admin.deleteRecords(wanted).lowWatermarks();
        Set<Partition> done = new HashSet<>();
        for (Partition partition : offsets.keySet()) {
            var answer = answers.get(topicPartition(partition));
            if (answer == null) {
                continue;
            }
            switch (Answer.of(answer)) {
                case Answer.Good<?> good -> done.add(partition);
                case Answer.Bad<?>(Throwable cause) ->
                    LOG.warn(
                            "records not deleted yet intake={} partition={} errorCode=delete-failed reason={}",
                            partition.intake(),
                            partition.number(),
                            cause.getMessage());
            }
        }
        return done;
    }

    private static TopicPartition topicPartition(Partition partition) {
        return new TopicPartition(partition.intake().topic(), partition.number());
    }
}
