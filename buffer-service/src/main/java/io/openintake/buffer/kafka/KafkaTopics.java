package io.openintake.buffer.kafka;

import io.openintake.buffer.app.Topics;
import io.openintake.buffer.domain.TopicFacts;
import io.openintake.buffer.domain.TopicPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** {@link Topics} through the admin client. */
public final class KafkaTopics implements Topics {
    /** Topics per request, so that no answer outgrows a request time-out. */
    static final int MAX_PER_REQUEST = 200;

    private final Admin admin;

    public KafkaTopics(Admin admin) {
        this.admin = admin;
    }

    @Override
    public Map<String, Look> look(Collection<String> topics) {
        Map<String, Look> looks = new HashMap<>();
        for (List<String> names : chunks(topics)) {
            looks.putAll(lookAtSome(names));
        }
        return looks;
    }

    @Override
    public Map<String, Change> create(Collection<TopicPlan> plans) {
        Map<String, Change> changes = new HashMap<>();
        for (List<TopicPlan> some : chunks(plans)) {
            List<NewTopic> wanted = some.stream()
                    .map(plan -> new NewTopic(plan.topic(), plan.partitions(), plan.replicationFactor())
                            .configs(plan.settings()))
                    .toList();
            admin.createTopics(wanted).values().forEach((topic, done) -> changes.put(topic, change(done)));
        }
        return changes;
    }

    @Override
    public Map<String, Change> delete(Collection<String> topics) {
        Map<String, Change> changes = new HashMap<>();
        for (List<String> names : chunks(topics)) {
            admin.deleteTopics(names).topicNameValues().forEach((topic, done) -> changes.put(topic, change(done)));
        }
        return changes;
    }

    private Map<String, Look> lookAtSome(List<String> names) {
        Map<String, KafkaFuture<TopicDescription>> descriptions =
                admin.describeTopics(names).topicNameValues();
        Map<ConfigResource, KafkaFuture<Config>> configs = admin.describeConfigs(
                        names.stream().map(KafkaTopics::resource).toList(),
                        new DescribeConfigsOptions().includeSynonyms(false))
                .values();
        Map<String, Look> looks = new HashMap<>();
        for (String name : names) {
            looks.put(name, look(descriptions.get(name), configs.get(resource(name))));
        }
        return looks;
    }

    private static Look look(
            @org.jspecify.annotations.Nullable KafkaFuture<TopicDescription> description,
            @org.jspecify.annotations.Nullable KafkaFuture<Config> config) {
        if (description == null || config == null) {
            return new Look.Unknown("no answer");
        }
        return switch (Answer.of(description)) {
            case Answer.Good<TopicDescription>(TopicDescription topic) ->
                switch (Answer.of(config)) {
                    case Answer.Good<Config>(Config settings) -> new Look.Found(facts(topic, settings));
                    case Answer.Bad<Config>(Throwable cause) -> missingOrUnknown(cause);
                };
            case Answer.Bad<TopicDescription>(Throwable cause) -> missingOrUnknown(cause);
        };
    }

    private static Look missingOrUnknown(Throwable cause) {
        return cause instanceof UnknownTopicOrPartitionException
                ? new Look.Missing()
                : new Look.Unknown(String.valueOf(cause.getMessage()));
    }

    private static TopicFacts facts(TopicDescription topic, Config settings) {
        Map<String, String> values = settings.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
        int leaders = (int) topic.partitions().stream()
                .filter(partition ->
                        partition.leader() != null && !partition.leader().isEmpty())
                .count();
        return new TopicFacts(topic.topicId().toString(), topic.partitions().size(), leaders, values);
    }

    private static Change change(KafkaFuture<Void> done) {
        return switch (Answer.of(done)) {
            case Answer.Good<Void> good -> new Change.Done();
            case Answer.Bad<Void>(Throwable cause) -> change(cause);
        };
    }

    private static Change change(Throwable cause) {
        if (cause instanceof TopicExistsException || cause instanceof UnknownTopicOrPartitionException) {
            return new Change.Done();
        }
        String reason = cause.getClass().getSimpleName().replace("Exception", "") + ": " + cause.getMessage();
        return cause instanceof ApiException && !(cause instanceof RetriableException)
                ? new Change.Refused(reason)
                : new Change.Unknown(reason);
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static <T> List<List<T>> chunks(Collection<T> all) {
        List<T> list = List.copyOf(all);
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < list.size(); from += MAX_PER_REQUEST) {
            chunks.add(list.subList(from, Math.min(list.size(), from + MAX_PER_REQUEST)));
        }
        return chunks;
    }
}
