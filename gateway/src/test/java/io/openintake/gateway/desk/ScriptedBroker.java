package io.openintake.gateway.desk;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Link;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.Links;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.MetadataRequest;

/** A cluster that knows every topic and group, tells all it knows of itself, and remembers what it was asked. */
final class ScriptedBroker implements Links {
    static final String HOST = "secret-host.backing";
    static final String CLUSTER = "secret-cluster";
    static final int ID = 0x5ec4e7;
    static final int PORT = 54_321;
    static final BrokerAddress ADDRESS = new BrokerAddress(ID, HOST, PORT);
    private static final int PARTITIONS = 2;

    private final List<AbstractRequest> asked = new CopyOnWriteArrayList<>();

    /** What came through since the last call, without the gateway's own questions. */
    List<AbstractRequest> forwarded() {
        List<AbstractRequest> forwarded = List.copyOf(asked);
        asked.clear();
        return forwarded;
    }

    @Override
    public Link open(BrokerAddress address, ScheduledExecutorService loop) {
        return new Link() {
            @Override
            public CompletableFuture<LinkAnswer> send(ByteBuffer frame, Duration timeout) {
                return CompletableFuture.completedFuture(new LinkAnswer.Response(answer(frame.duplicate())));
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
        ApiKeys api = ApiKeys.forId(frame.getShort(0));
        short version = frame.getShort(Short.BYTES);
        ByteBufferAccessor body = new ByteBufferAccessor(Wire.body(frame));
        AbstractRequest request = AbstractRequest.parseRequest(api, version, body).request;
        ApiMessage answer = switch (api) {
            case METADATA -> metadata((MetadataRequest) request);
            case FIND_COORDINATOR ->
                new FindCoordinatorResponseData().setNodeId(ID).setHost(HOST).setPort(PORT);
            case FETCH -> {
                asked.add(request);
                yield new FetchResponseData();
            }
            default -> {
                asked.add(request);
                yield request.getErrorResponse(0, new UnknownServerException(HOST))
                        .data();
            }
        };
        return Wire.brokerAnswer(answer, version);
    }

    private static MetadataResponseData metadata(MetadataRequest request) {
        MetadataResponseData answer =
                new MetadataResponseData().setClusterId(CLUSTER).setControllerId(ID);
        answer.brokers()
                .add(new MetadataResponseBroker().setNodeId(ID).setHost(HOST).setPort(PORT));
        for (MetadataRequestTopic topic : request.data().topics()) {
            List<MetadataResponsePartition> partitions = new ArrayList<>();
            for (int index = 0; index < PARTITIONS; index++) {
                partitions.add(
                        new MetadataResponsePartition().setPartitionIndex(index).setLeaderId(ID));
            }
            answer.topics()
                    .add(new MetadataResponseTopic().setName(topic.name()).setPartitions(partitions));
        }
        return answer;
    }

    /** Whether the bytes tell anything of this cluster. */
    static boolean isToldIn(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String id = new String(ByteBuffer.allocate(Integer.BYTES).putInt(ID).array(), StandardCharsets.ISO_8859_1);
        return text.contains(HOST) || text.contains(CLUSTER) || text.contains(id);
    }
}
