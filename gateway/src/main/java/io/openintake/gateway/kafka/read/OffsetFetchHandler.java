package io.openintake.gateway.kafka.read;

import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.kafka.cluster.TopicLayout;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.serving.Groups;
import io.openintake.gateway.kafka.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;

/**
 * OffsetFetch: of the user's own topic, in groups of the user's intake. Every version is served in the form of groups,
 * which version 8 brought: the older forms have one group.
 */
public final class OffsetFetchHandler implements ApiHandler {
    private static final short WITH_GROUPS = 8;
    private static final long NO_OFFSET = -1;
    private static final int NO_EPOCH = -1;
    /** Groups of one request. */
    private static final int MAX_GROUPS = 100;

    private final Backend backend;

    public OffsetFetchHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void handle(Exchange exchange) {
        OffsetFetchRequestData request = Wire.read(exchange, new OffsetFetchRequestData());
        if (request.groups().size() > MAX_GROUPS) {
            exchange.session().close("too-many-keys");
            return;
        }
        exchange.then(
                backend.cluster().topic(exchange.session().principal().topic()),
                layout -> located(exchange, request, layout));
    }

    private void located(Exchange exchange, OffsetFetchRequestData request, TopicLayout layout) {
        List<CompletableFuture<OffsetFetchResponseGroup>> fetched = new ArrayList<>();
        for (OffsetFetchRequestGroup group : groups(exchange.version(), request)) {
            fetched.add(fetched(exchange, group, request.requireStable(), layout));
        }
        exchange.then(CompletableFuture.allOf(fetched.toArray(CompletableFuture[]::new)), any -> {
            List<OffsetFetchResponseGroup> groups =
                    fetched.stream().map(CompletableFuture::join).toList();
            exchange.answer(Wire.answer(exchange, answer(exchange.version(), groups)));
        });
    }

    private static List<OffsetFetchRequestGroup> groups(short version, OffsetFetchRequestData request) {
        if (version >= WITH_GROUPS) {
            return request.groups();
        }
        List<OffsetFetchRequestTopics> topics = request.topics() == null
                ? null
                : request.topics().stream()
                        .map(topic -> new OffsetFetchRequestTopics()
                                .setName(topic.name())
                                .setPartitionIndexes(topic.partitionIndexes()))
                        .toList();
        return List.of(
                new OffsetFetchRequestGroup().setGroupId(request.groupId()).setTopics(topics));
    }

    private CompletableFuture<OffsetFetchResponseGroup> fetched(
            Exchange exchange, OffsetFetchRequestGroup asked, boolean requireStable, TopicLayout layout) {
        Principal principal = exchange.session().principal();
        OffsetFetchResponseGroup answer = new OffsetFetchResponseGroup().setGroupId(asked.groupId());
        if (backend.groups().use(principal, asked.groupId()) == Groups.Use.DENIED) {
            return CompletableFuture.completedFuture(answer.setErrorCode(GatewayError.GROUP_INVALID.kafkaCode()));
        }
        String group = principal.groupOnCluster(asked.groupId());
        List<OffsetFetchRequestTopics> topics = topics(asked, principal.topic(), layout);
        topics.stream()
                .filter(topic -> !topic.name().equals(principal.topic()))
                .forEach(topic -> answer.topics().add(denied(topic)));
        List<OffsetFetchRequestTopics> own = topics.stream()
                .filter(topic -> topic.name().equals(principal.topic()))
                .toList();
        OffsetFetchRequestData request = request(exchange.version(), group, own).setRequireStable(requireStable);
        return new GroupCall(backend.cluster(), exchange, group)
                .send(request, Limits.BROKER_ANSWER)
                .thenApply(response -> switch (response) {
                    case LinkAnswer.Response any -> merged(exchange.version(), any, answer);
                    case LinkAnswer.Unreachable any ->
                        answer.setErrorCode(GatewayError.COORDINATOR_UNKNOWN.kafkaCode());
                    case LinkAnswer.Broken any -> answer;
                });
    }

    /** Null asks for all topics of the group: there is one. */
    private static List<OffsetFetchRequestTopics> topics(
            OffsetFetchRequestGroup asked, String own, TopicLayout layout) {
        return asked.topics() == null
                ? List.of(new OffsetFetchRequestTopics().setName(own).setPartitionIndexes(layout.partitions()))
                : asked.topics();
    }

    private static OffsetFetchRequestData request(short version, String group, List<OffsetFetchRequestTopics> topics) {
        if (version >= WITH_GROUPS) {
            return new OffsetFetchRequestData()
                    .setGroups(List.of(
                            new OffsetFetchRequestGroup().setGroupId(group).setTopics(topics)));
        }
        return new OffsetFetchRequestData()
                .setGroupId(group)
                .setTopics(topics.stream()
                        .map(topic -> new OffsetFetchRequestData.OffsetFetchRequestTopic()
                                .setName(topic.name())
                                .setPartitionIndexes(topic.partitionIndexes()))
                        .toList());
    }

    private static OffsetFetchResponseGroup merged(
            short version, LinkAnswer.Response response, OffsetFetchResponseGroup answer) {
        OffsetFetchResponseData data = Wire.response(response.body(), version, new OffsetFetchResponseData());
        if (version >= WITH_GROUPS) {
            data.groups().forEach(group -> {
                answer.setErrorCode(group.errorCode());
                answer.topics().addAll(group.topics());
            });
            return answer;
        }
        answer.setErrorCode(data.errorCode());
        for (OffsetFetchResponseTopic topic : data.topics()) {
            answer.topics()
                    .add(new OffsetFetchResponseTopics()
                            .setName(topic.name())
                            .setPartitions(topic.partitions().stream()
                                    .map(one -> new OffsetFetchResponsePartitions()
                                            .setPartitionIndex(one.partitionIndex())
                                            .setCommittedOffset(one.committedOffset())
                                            .setMetadata(one.metadata())
                                            .setErrorCode(one.errorCode()))
                                    .toList()));
        }
        return answer;
    }

    private static OffsetFetchResponseTopics denied(OffsetFetchRequestTopics topic) {
        return new OffsetFetchResponseTopics()
                .setName(topic.name())
                .setPartitions(topic.partitionIndexes().stream()
                        .map(partition -> new OffsetFetchResponsePartitions()
                                .setPartitionIndex(partition)
                                .setCommittedOffset(NO_OFFSET)
                                .setMetadata("")
                                .setErrorCode(GatewayError.TOPIC_DENIED.kafkaCode()))
                        .toList());
    }

    private static OffsetFetchResponseData answer(short version, List<OffsetFetchResponseGroup> groups) {
        if (version >= WITH_GROUPS) {
            return new OffsetFetchResponseData().setGroups(groups);
        }
        OffsetFetchResponseGroup only = groups.getFirst();
        return new OffsetFetchResponseData()
                .setErrorCode(only.errorCode())
                .setTopics(only.topics().stream()
                        .map(topic -> new OffsetFetchResponseTopic()
                                .setName(topic.name())
                                .setPartitions(topic.partitions().stream()
                                        .map(one -> new OffsetFetchResponsePartition()
                                                .setPartitionIndex(one.partitionIndex())
                                                .setCommittedOffset(one.committedOffset())
                                                .setCommittedLeaderEpoch(NO_EPOCH)
                                                .setMetadata(one.metadata())
                                                .setErrorCode(one.errorCode()))
                                        .toList()))
                        .toList());
    }
}
