package io.openintake.gateway.kafka.read;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.kafka.cluster.TopicLayout;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.Errors;

/** ListOffsets of dead letters, always read-committed. */
public final class ListOffsetsHandler implements ApiHandler {
    /** In this version the cluster is asked, whatever the client speaks. */
    private static final short VERSION = 7;

    private static final byte READ_COMMITTED = 1;
    private static final int CONSUMER = -1;
    private static final int NO_EPOCH = -1;

    private final Backend backend;

    public ListOffsetsHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void handle(Exchange exchange) {
        ListOffsetsRequestData request = Wire.read(exchange, new ListOffsetsRequestData());
        String own = exchange.session().principal().topic();
        if (request.topics().stream().anyMatch(topic -> !topic.name().equals(own))) {
            exchange.session().refused(GatewayError.TOPIC_DENIED, "kafka-list-offsets", own);
        }
        exchange.then(backend.cluster().topic(own), layout -> located(exchange, request, layout));
    }

    private void located(Exchange exchange, ListOffsetsRequestData request, TopicLayout layout) {
        String own = exchange.session().principal().topic();
        List<ListOffsetsPartitionResponse> outcomes = new ArrayList<>();
        Map<BrokerAddress, List<ListOffsetsPartition>> byLeader = new LinkedHashMap<>();
        for (ListOffsetsPartition partition : partitions(request, own)) {
            Optional<BrokerAddress> leader = layout.leader(partition.partitionIndex());
            if (leader.isPresent()) {
                byLeader.computeIfAbsent(leader.get(), any -> new ArrayList<>()).add(partition);
            } else {
                outcomes.add(failed(partition, GatewayError.LEADER_UNKNOWN));
            }
        }
        List<CompletableFuture<List<ListOffsetsPartitionResponse>>> answers = new ArrayList<>();
        byLeader.forEach((leader, some) -> answers.add(listed(exchange, leader, some)));
        exchange.release();
        exchange.then(CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)), any -> {
            answers.forEach(answer -> outcomes.addAll(answer.join()));
            exchange.answer(Wire.answer(exchange, answer(request, own, outcomes)));
        });
    }

    /** Each partition once, however often it is named. */
    static List<ListOffsetsPartition> partitions(ListOffsetsRequestData request, String topic) {
        Map<Integer, ListOffsetsPartition> first = new LinkedHashMap<>();
        request.topics().stream()
                .filter(one -> one.name().equals(topic))
                .flatMap(one -> one.partitions().stream())
                .forEach(partition -> first.putIfAbsent(partition.partitionIndex(), partition));
        return List.copyOf(first.values());
    }

    private CompletableFuture<List<ListOffsetsPartitionResponse>> listed(
            Exchange exchange, BrokerAddress leader, List<ListOffsetsPartition> partitions) {
        String own = exchange.session().principal().topic();
        List<ListOffsetsPartition> asked = partitions.stream()
                .map(partition -> partition.duplicate().setCurrentLeaderEpoch(NO_EPOCH))
                .toList();
        ListOffsetsRequestData request = new ListOffsetsRequestData()
                .setReplicaId(CONSUMER)
                .setIsolationLevel(READ_COMMITTED)
                .setTopics(List.of(new ListOffsetsTopic().setName(own).setPartitions(asked)));
        ByteBuffer frame = Wire.request(request, VERSION, Wire.clientId(exchange));
        return exchange.session()
                .links()
                .send(leader, frame, Limits.BROKER_ANSWER)
                .thenApply(answer -> switch (answer) {
                    case LinkAnswer.Response response -> outcomes(own, response.body());
                    case LinkAnswer.Unreachable any -> {
                        backend.cluster().moved(own);
                        yield partitions.stream()
                                .map(partition -> failed(partition, GatewayError.LEADER_UNKNOWN))
                                .toList();
                    }
                    case LinkAnswer.Broken any -> List.of();
                });
    }

    private List<ListOffsetsPartitionResponse> outcomes(String topic, ByteBuffer body) {
        List<ListOffsetsPartitionResponse> outcomes =
                Wire.response(body, VERSION, new ListOffsetsResponseData()).topics().stream()
                        .flatMap(one -> one.partitions().stream())
                        .map(partition -> partition.setLeaderEpoch(NO_EPOCH))
                        .toList();
        if (outcomes.stream().anyMatch(one -> one.errorCode() == Errors.NOT_LEADER_OR_FOLLOWER.code())) {
            backend.cluster().moved(topic);
        }
        return outcomes;
    }

    /** The own topic once, however often it is named, so that the answer does not multiply. */
    static ListOffsetsResponseData answer(
            ListOffsetsRequestData request, String own, List<ListOffsetsPartitionResponse> outcomes) {
        ListOffsetsResponseData answer = new ListOffsetsResponseData();
        if (request.topics().stream().anyMatch(topic -> topic.name().equals(own))) {
            answer.topics().add(new ListOffsetsTopicResponse().setName(own).setPartitions(outcomes));
        }
        for (ListOffsetsTopic topic : request.topics()) {
            if (!topic.name().equals(own)) {
                List<ListOffsetsPartitionResponse> partitions = topic.partitions().stream()
                        .map(partition -> failed(partition, GatewayError.TOPIC_DENIED))
                        .toList();
                answer.topics()
                        .add(new ListOffsetsTopicResponse()
                                .setName(topic.name())
                                .setPartitions(partitions));
            }
        }
        return answer;
    }

    private static ListOffsetsPartitionResponse failed(ListOffsetsPartition partition, GatewayError error) {
        return new ListOffsetsPartitionResponse()
                .setPartitionIndex(partition.partitionIndex())
                .setErrorCode(error.kafkaCode());
    }
}
