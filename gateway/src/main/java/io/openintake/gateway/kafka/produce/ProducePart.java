package io.openintake.gateway.kafka.produce;

import io.openintake.gateway.domain.BatchHeader;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.ProducerOrder.Writer;
import io.openintake.gateway.domain.Refusal;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.record.MemoryRecords;
import org.jspecify.annotations.Nullable;

/** What a Produce request says of one partition, and what came of it. */
final class ProducePart {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final String topic;
    private final PartitionProduceData data;
    private final ByteBuffer records;
    private @Nullable BatchHeader header;
    private @Nullable PartitionProduceResponse outcome;

    ProducePart(String topic, PartitionProduceData data) {
        this.topic = topic;
        this.data = data;
        this.records = data.records() instanceof MemoryRecords memory ? memory.buffer() : NOTHING;
    }

    String topic() {
        return topic;
    }

    int partition() {
        return data.index();
    }

    PartitionProduceData data() {
        return data;
    }

    /** The batch between position and limit. */
    ByteBuffer records() {
        return records;
    }

    /** The header of a batch that passed the first checks. */
    BatchHeader header() {
        BatchHeader checked = header;
        if (checked == null) {
            throw new IllegalStateException("the batch is not checked");
        }
        return checked;
    }

    /** The batch passed the first checks. */
    void checked(BatchHeader found) {
        header = found;
    }

    /** Whose sequence it continues; empty for producers that are not idempotent. */
    Optional<Writer> writer() {
        BatchHeader known = header;
        return known != null && known.isIdempotent()
                ? Optional.of(new Writer(partition(), known.producerId(), known.producerEpoch()))
                : Optional.empty();
    }

    long recordCount() {
        return header == null ? 0 : header.count();
    }

    /** Whether it is still to be forwarded. */
    boolean isOpen() {
        return outcome == null;
    }

    void refuse(Refusal refusal) {
        outcome = new PartitionProduceResponse()
                .setIndex(partition())
                .setErrorCode(refusal.error().kafkaCode())
                .setErrorMessage(refusal.text())
                .setBaseOffset(-1);
    }

    void refuse(GatewayError error, String text) {
        refuse(new Refusal(error, text));
    }

    void answered(PartitionProduceResponse response) {
        outcome = response;
    }

    /** What the client is told. */
    PartitionProduceResponse outcome() {
        PartitionProduceResponse known = outcome;
        return known == null
                ? new PartitionProduceResponse()
                        .setIndex(partition())
                        .setErrorCode(GatewayError.LEADER_UNKNOWN.kafkaCode())
                        .setBaseOffset(-1)
                : known;
    }
}
