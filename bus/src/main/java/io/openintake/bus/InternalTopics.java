package io.openintake.bus;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.InternalTopic.Compacted;
import io.openintake.contracts.InternalTopic.Deleted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the internal topics that a service writes; services start in any order, so existing ones are fine. */
public final class InternalTopics {
    private static final Logger LOG = LoggerFactory.getLogger(InternalTopics.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final int MIN_REPLICATED = 3;
    private static final String SEGMENT_MS = String.valueOf(Duration.ofHours(1).toMillis());

    private InternalTopics() {}

    /** Creates what is missing of the topics that this service writes or reads, so that no start order is needed. */
    public static void ensure(BusConnection connection) throws InterruptedException {
        List<InternalTopic> mine = Arrays.stream(InternalTopic.values())
                .filter(topic -> topic.writers().contains(connection.service())
                        || topic.readers().contains(connection.service()))
                .toList();
        List<NewTopic> wanted = new ArrayList<>();
        mine.forEach(
                topic -> wanted.add(new NewTopic(topic.topicName(), topic.partitions(), connection.replicationFactor())
                        .configs(settings(topic, connection.replicationFactor()))));
        try (Admin admin = connection.admin()) {
            for (var created : admin.createTopics(wanted).values().entrySet()) {
                await(created.getKey(), created.getValue().toCompletionStage().toCompletableFuture());
            }
        }
    }

    /**
     * The same, as often as it takes: that the cluster starts later than a service is no reason to crash, nor to be
     * ready.
     */
    public static void awaitAndEnsure(BusConnection connection) throws InterruptedException {
        while (true) {
            try {
                ensure(connection);
                return;
            } catch (InterruptException stopping) {
                throw stopping;
            } catch (KafkaException notYet) {
                LOG.warn("cluster not usable yet, trying again reason={}", notYet.getMessage());
                Thread.sleep(RETRY_DELAY);
            }
        }
    }

    private static void await(String topic, java.util.concurrent.Future<Void> created) throws InterruptedException {
        try {
            created.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("could not create internal topic " + topic, failed.getCause());
            }
        } catch (TimeoutException late) {
            throw new KafkaException("the cluster did not create internal topic " + topic + " in time", late);
        }
    }

    private static Map<String, String> settings(InternalTopic topic, short replicationFactor) {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicationFactor >= MIN_REPLICATED ? "2" : "1");
        settings.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        switch (topic.cleanup()) {
            case Compacted compacted -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
                settings.put(TopicConfig.SEGMENT_MS_CONFIG, SEGMENT_MS);
            }
            case Deleted deleted -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                settings.put(
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(deleted.retention().toMillis()));
            }
        }
        return settings;
    }
}
