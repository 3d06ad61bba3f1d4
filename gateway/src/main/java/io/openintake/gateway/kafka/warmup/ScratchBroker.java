package io.openintake.gateway.kafka.warmup;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Link;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.Links;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** A broker in this process with one topic of one partition; it takes whatever is produced, and forgets it. */
public final class ScratchBroker implements Links {
    /** Where it would be, if it were anywhere. */
    public static final BrokerAddress ADDRESS = new BrokerAddress(1, "scratch", 1);

    private final String topic;

    public ScratchBroker(String topic) {
        this.topic = topic;
    }

    @Override
    public Link open(BrokerAddress address, ScheduledExecutorService loop) {
        return new Link() {
            @Override
            public CompletableFuture<LinkAnswer> send(ByteBuffer frame, Duration timeout) {
                return CompletableFuture.completedFuture(new LinkAnswer.Response(answer(frame)));
            }

            @Override
            public boolean isUsable() {
                return true;
            }

            @Override
            public int inFlight() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }

    private ByteBuffer answer(ByteBuffer frame) {
        ApiKeys api = ApiKeys.forId(frame.getShort(frame.position()));
        ApiMessage body = switch (api) {
            case METADATA -> metadata();
            case INIT_PRODUCER_ID -> new InitProducerIdResponseData();
            case PRODUCE -> produced();
            default -> throw new IllegalArgumentException("not needed for a warm-up: " + api);
        };
        return Wire.brokerAnswer(body, frame.getShort(frame.position() + Short.BYTES));
    }

    private MetadataResponseData metadata() {
        MetadataResponseData answer = new MetadataResponseData();
        answer.brokers()
                .add(new MetadataResponseBroker()
                        .setNodeId(ADDRESS.id())
                        .setHost(ADDRESS.host())
                        .setPort(ADDRESS.port()));
        answer.topics()
                .add(new MetadataResponseTopic()
                        .setName(topic)
                        .setPartitions(List.of(new MetadataResponsePartition().setLeaderId(ADDRESS.id()))));
        return answer;
    }

    private ProduceResponseData produced() {
        ProduceResponseData answer = new ProduceResponseData();
        answer.responses()
                .add(new TopicProduceResponse()
                        .setName(topic)
                        .setPartitionResponses(List.of(new PartitionProduceResponse())));
        return answer;
    }
}
