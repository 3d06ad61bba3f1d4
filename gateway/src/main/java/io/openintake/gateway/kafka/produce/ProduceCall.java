package io.openintake.gateway.kafka.produce;

import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;

/** One Produce request: its parts, and how it is forwarded and answered. */
final class ProduceCall {
    /** The broker gives up before its link is taken for broken. */
    static final Duration LONGEST_BROKER_WAIT = Duration.ofSeconds(10);

    private static final short ACKS_NONE = 0;
    private static final short ACKS_ALL = -1;
    private static final int HEADER_V2 = 2;

    private final Exchange exchange;
    private final ProduceRequestData request;
    private final List<ProducePart> parts;
    private Duration throttle = Duration.ZERO;

    ProduceCall(Exchange exchange) {
        this.exchange = exchange;
        this.request = Wire.read(exchange, new ProduceRequestData());
        this.parts = request.topicData().stream()
                .flatMap(topic -> topic.partitionData().stream().map(data -> new ProducePart(topic.name(), data)))
                .toList();
    }

    Exchange exchange() {
        return exchange;
    }

    List<ProducePart> parts() {
        return parts;
    }

    Stream<ProducePart> open() {
        return parts.stream().filter(ProducePart::isOpen);
    }

    boolean isTransactional() {
        return request.transactionalId() != null;
    }

    int timeoutMs() {
        return Math.max(0, request.timeoutMs());
    }

    /** Asks the client to wait for so long after the answer; not all do. */
    void throttle(Duration time) {
        throttle = time;
    }

    /** The request as it came, but for acks (always all) and a bounded wait: both stand before the batches. */
    ByteBuffer original() {
        ByteBuffer frame = exchange.frame();
        int at = Wire.bodyOffset(frame) + lengthOfNullId();
        frame.putShort(at, ACKS_ALL);
        frame.putInt(at + Short.BYTES, brokerWaitMs());
        return frame;
    }

    /** A request with these parts only. */
    ByteBuffer of(Collection<ProducePart> some) {
        TopicProduceData topic =
                new TopicProduceData().setName(some.iterator().next().topic());
        some.forEach(part -> topic.partitionData().add(part.data().duplicate()));
        TopicProduceDataCollection topics = new TopicProduceDataCollection();
        topics.add(topic);
        ProduceRequestData reduced = new ProduceRequestData()
                .setAcks(ACKS_ALL)
                .setTimeoutMs(brokerWaitMs())
                .setTopicData(topics);
        return Wire.request(reduced, exchange.version(), Wire.clientId(exchange));
    }

    /** Tells the client what came of each part, if it waits for that. */
    void answer() {
        if (request.acks() != ACKS_NONE) {
            exchange.answer(Wire.answer(exchange, response()));
        } else if (parts.stream().anyMatch(part -> part.outcome().errorCode() != 0)) {
            // As Kafka does it: the only way to tell a client that does not wait.
            exchange.session().close("refused-without-acks");
        } else {
            exchange.answerNothing();
        }
    }

    /** Passes the response of the only broker on, if the client waits for it. */
    void answerWith(ByteBuffer response) {
        if (request.acks() == ACKS_NONE || throttle.isPositive()) {
            answer();
        } else {
            exchange.answerWith(response);
        }
    }

    private ProduceResponseData response() {
        ProduceResponseData response = new ProduceResponseData().setThrottleTimeMs((int) throttle.toMillis());
        for (ProducePart part : parts) {
            TopicProduceResponse topic =
                    response.responses().find(part.topic(), org.apache.kafka.common.Uuid.ZERO_UUID);
            if (topic == null) {
                topic = new TopicProduceResponse().setName(part.topic());
                response.responses().add(topic);
            }
            topic.partitionResponses().add(part.outcome());
        }
        return response;
    }

    private int brokerWaitMs() {
        return (int) Math.min(timeoutMs(), LONGEST_BROKER_WAIT.toMillis());
    }

    /** The transactional id comes first, and it is null. */
    private int lengthOfNullId() {
        boolean compact = ApiKeys.PRODUCE.requestHeaderVersion(exchange.version()) >= HEADER_V2;
        return compact ? Byte.BYTES : Short.BYTES;
    }
}
