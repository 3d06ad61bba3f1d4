package io.openintake.gateway.kafka.read;

import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.serving.Groups;
import io.openintake.gateway.kafka.wire.Refusals;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;

/** OffsetCommit: of the user's own topic, in a group of the user's intake. */
public final class OffsetCommitHandler implements ApiHandler {
    private final Backend backend;

    public OffsetCommitHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void handle(Exchange exchange) {
        OffsetCommitRequestData request = Wire.read(exchange, new OffsetCommitRequestData());
        Principal principal = exchange.session().principal();
        if (backend.groups().use(principal, request.groupId()) == Groups.Use.DENIED) {
            Refusals.of(exchange, GatewayError.GROUP_INVALID).ifPresent(exchange::answer);
            return;
        }
        List<OffsetCommitRequestTopic> foreign = request.topics().stream()
                .filter(topic -> !topic.name().equals(principal.topic()))
                .toList();
        String group = principal.groupOnCluster(request.groupId());
        OffsetCommitRequestData own = request.setGroupId(group)
                .setTopics(request.topics().stream()
                        .filter(topic -> topic.name().equals(principal.topic()))
                        .toList());
        exchange.then(new GroupCall(backend.cluster(), exchange, group).send(own, Limits.BROKER_ANSWER), answer -> {
            switch (answer) {
                case LinkAnswer.Response response -> answer(exchange, response.body(), foreign);
                case LinkAnswer.Unreachable any ->
                    Refusals.of(exchange, GatewayError.COORDINATOR_UNKNOWN).ifPresent(exchange::answer);
                case LinkAnswer.Broken any -> exchange.answerNothing();
            }
        });
    }

    private static void answer(Exchange exchange, ByteBuffer body, List<OffsetCommitRequestTopic> foreign) {
        if (foreign.isEmpty()) {
            exchange.answerWith(body);
            return;
        }
        OffsetCommitResponseData response = Wire.response(body, exchange.version(), new OffsetCommitResponseData());
        foreign.forEach(topic -> response.topics().add(denied(topic)));
        exchange.answer(Wire.answer(exchange, response));
    }

    private static OffsetCommitResponseTopic denied(OffsetCommitRequestTopic topic) {
        return new OffsetCommitResponseTopic()
                .setName(topic.name())
                .setPartitions(topic.partitions().stream()
                        .map(partition -> new OffsetCommitResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(GatewayError.TOPIC_DENIED.kafkaCode()))
                        .toList());
    }
}
