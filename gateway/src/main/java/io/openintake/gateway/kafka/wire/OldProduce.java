package io.openintake.gateway.kafka.wire;

import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.FrameLimits;
import io.openintake.gateway.domain.GatewayError;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Produce before version 3, which the message classes no longer know, but which is advertised so that librdkafka goes
 * on compressing (KAFKA-18659): answered in its own form instead of a closed connection.
 */
public final class OldProduce {
    private static final short WITH_THROTTLE = 1;
    private static final short WITH_TIMESTAMP = 2;
    private static final int ACKS_AND_TIMEOUT_BYTES = Short.BYTES + Integer.BYTES;

    private OldProduce() {}

    /** The answer with the error for each partition; empty when the client waits for none. */
    public static Optional<ByteBuffer> refuse(Exchange exchange) {
        ByteBuffer request = exchange.frame().duplicate();
        request.position(2 * Short.BYTES + Integer.BYTES);
        skipText(request);
        short acks = request.getShort(request.position());
        if (acks == 0) {
            return Optional.empty();
        }
        request.position(request.position() + ACKS_AND_TIMEOUT_BYTES);
        // The answer to a partition is a few bytes longer than the least that a request says of it.
        ByteBuffer answer = ByteBuffer.allocate(Math.min(4 * exchange.frame().limit(), FrameLimits.REQUEST_BYTES));
        answer.putInt(exchange.correlationId());
        copyTopics(request, answer, exchange.version());
        if (exchange.version() >= WITH_THROTTLE) {
            answer.putInt(0);
        }
        return Optional.of(answer.flip());
    }

    private static void copyTopics(ByteBuffer request, ByteBuffer answer, short version) {
        int topics = request.getInt();
        answer.putInt(topics);
        for (int topic = 0; topic < topics; topic++) {
            int from = request.position();
            skipText(request);
            answer.put(request.slice(from, request.position() - from));
            int partitions = request.getInt();
            answer.putInt(partitions);
            for (int partition = 0; partition < partitions; partition++) {
                answer.putInt(request.getInt());
                int bytes = request.getInt();
                request.position(request.position() + Math.max(0, bytes));
                answer.putShort(GatewayError.VERSION_UNSUPPORTED.kafkaCode()).putLong(-1);
                if (version >= WITH_TIMESTAMP) {
                    answer.putLong(-1);
                }
            }
        }
    }

    private static void skipText(ByteBuffer buffer) {
        short length = buffer.getShort();
        buffer.position(buffer.position() + Math.max(0, length));
    }
}
