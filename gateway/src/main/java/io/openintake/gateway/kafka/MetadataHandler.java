package io.openintake.gateway.kafka;

import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.kafka.cluster.TopicLayout;
import io.openintake.gateway.kafka.serving.Advertised;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.wire.Wire;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;

/** Metadata: one node that leads everything, and of all topics only the user's own. */
final class MetadataHandler implements ApiHandler {
    private static final int NO_EPOCH = -1;
    private static final short WITH_IDS = 12;

    private final Backend backend;

    MetadataHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void handle(Exchange exchange) {
        MetadataRequestData request = Wire.read(exchange, new MetadataRequestData());
        Principal principal = exchange.session().principal();
        boolean nameless = asked(exchange, request, principal).stream().anyMatch(topic -> topic.name() == null);
        if (nameless && exchange.version() < WITH_IDS) {
            // An answer has room for a topic without a name from this version on.
            exchange.session().close("request-shape");
            return;
        }
        exchange.then(
                backend.cluster().topic(principal.topic()),
                layout -> exchange.answer(Wire.answer(exchange, answer(exchange, request, layout))));
    }

    private MetadataResponseData answer(Exchange exchange, MetadataRequestData request, TopicLayout layout) {
        Principal principal = exchange.session().principal();
        Advertised.Address address = backend.advertised().address(principal);
        MetadataResponseData answer = new MetadataResponseData()
                .setClusterId(backend.advertised().clusterId())
                .setControllerId(Advertised.NODE_ID);
        answer.brokers()
                .add(new MetadataResponseBroker()
                        .setNodeId(Advertised.NODE_ID)
                        .setHost(address.host())
                        .setPort(address.port()));
        for (MetadataRequestTopic topic : asked(exchange, request, principal)) {
            answer.topics().add(described(topic, principal, layout));
        }
        return answer;
    }

    /** All topics are asked for by null, in version 0 by an empty list. */
    private static List<MetadataRequestTopic> asked(
            Exchange exchange, MetadataRequestData request, Principal principal) {
        boolean all = request.topics() == null
                || (exchange.version() == 0 && request.topics().isEmpty());
        return all ? List.of(new MetadataRequestTopic().setName(principal.topic())) : request.topics();
    }

    private static MetadataResponseTopic described(
            MetadataRequestTopic asked, Principal principal, TopicLayout layout) {
        MetadataResponseTopic topic = new MetadataResponseTopic().setName(asked.name());
        if (asked.name() == null || !Uuid.ZERO_UUID.equals(asked.topicId())) {
            return topic.setTopicId(asked.topicId()).setErrorCode(GatewayError.TOPIC_ID_UNKNOWN.kafkaCode());
        }
        if (!asked.name().equals(principal.topic())) {
            return topic.setErrorCode(GatewayError.TOPIC_DENIED.kafkaCode());
        }
        if (layout.partitions().isEmpty()) {
            return topic.setErrorCode(GatewayError.TOPIC_NOT_READY.kafkaCode());
        }
        return topic.setPartitions(
                layout.partitions().stream().map(MetadataHandler::partition).toList());
    }

    private static MetadataResponsePartition partition(int index) {
        List<Integer> self = List.of(Advertised.NODE_ID);
        return new MetadataResponsePartition()
                .setPartitionIndex(index)
                .setLeaderId(Advertised.NODE_ID)
                .setLeaderEpoch(NO_EPOCH)
                .setReplicaNodes(self)
                .setIsrNodes(self);
    }
}
