package io.openintake.gateway.domain;

import java.nio.ByteBuffer;

/** What a producer sends to one partition: exactly one batch of format v2, neither a marker nor transactional. */
public sealed interface ProducedBatch {
    /** It may be looked at further. */
    record Accepted(BatchHeader header) implements ProducedBatch {}

    /** It is refused. */
    record Refused(Refusal refusal) implements ProducedBatch {}

    /** Checks the bytes between position and limit. */
    static ProducedBatch check(ByteBuffer records) {
        if (records.remaining() <= BatchHeader.MAGIC_OFFSET) {
            return refused(GatewayError.CORRUPT_MESSAGE, "the record batch is cut off");
        }
        byte magic = records.get(records.position() + BatchHeader.MAGIC_OFFSET);
        if (magic != BatchHeader.MAGIC) {
            return refused(GatewayError.RECORD_INVALID, "only record batches of format v2 are accepted");
        }
        if (records.remaining() < BatchHeader.BYTES) {
            return refused(GatewayError.CORRUPT_MESSAGE, "the record batch is cut off");
        }
        BatchHeader header = BatchHeader.read(records, records.position());
        if (header.sizeBytes() != records.remaining()) {
            return refused(
                    GatewayError.RECORD_INVALID, "a request carries exactly one whole record batch per partition");
        }
        return check(header);
    }

    private static ProducedBatch check(BatchHeader header) {
        if (header.isTransactional()) {
            return refused(GatewayError.TRANSACTIONS_DENIED, "transactions are not supported by intakes");
        }
        if (header.isControl()) {
            return refused(GatewayError.RECORD_INVALID, "clients may not write control batches");
        }
        if (header.count() < 1 || header.lastOffsetDelta() != header.count() - 1) {
            return refused(GatewayError.RECORD_INVALID, "the record count of the batch is wrong");
        }
        return new Accepted(header);
    }

    private static ProducedBatch refused(GatewayError error, String text) {
        return new Refused(new Refusal(error, text));
    }
}
