package io.openintake.gateway.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.domain.RecordSizes.Outcome;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What a producer sends, with kafka-clients as the oracle. */
class BatchesTest {
    @Test
    void readsEveryFieldOfTheHeader() {
        ByteBuffer bytes = MemoryRecords.withIdempotentRecords(
                        RecordBatch.MAGIC_VALUE_V2, 40, Compression.NONE, 7, (short) 3, 100, 5, record(10), record(20))
                .buffer();
        BatchHeader header = BatchHeader.read(bytes, 0);
        assertEquals(new BatchHeader(40, bytes.remaining(), 0, 1, 7, (short) 3, 100, 2), header);
        assertEquals(41, header.lastOffset());
        assertTrue(header.isIdempotent());
    }

    @Test
    void acceptsOneBatchPerPartition() {
        ByteBuffer one = plain(record(10)).buffer();
        assertInstanceOf(ProducedBatch.Accepted.class, ProducedBatch.check(one));
        ByteBuffer two = ByteBuffer.allocate(2 * one.remaining())
                .put(one.duplicate())
                .put(one.duplicate())
                .flip();
        assertEquals(GatewayError.RECORD_INVALID, refusal(two));
    }

    @Test
    void refusesTransactionsMarkersOldFormatsAndTornBatches() {
        ByteBuffer transactional = MemoryRecords.withTransactionalRecords(Compression.NONE, 7, (short) 0, 0, record(1))
                .buffer();
        assertEquals(GatewayError.TRANSACTIONS_DENIED, refusal(transactional));
        ByteBuffer control = plain(record(1)).buffer();
        control.putShort(21, (short) 0x20);
        assertEquals(GatewayError.RECORD_INVALID, refusal(control));
        ByteBuffer old = MemoryRecords.withRecords(
                        RecordBatch.MAGIC_VALUE_V1, 0, Compression.NONE, TimestampType.CREATE_TIME, record(1))
                .buffer();
        assertEquals(GatewayError.RECORD_INVALID, refusal(old));
        assertEquals(GatewayError.CORRUPT_MESSAGE, refusal(ByteBuffer.allocate(0)));
        ByteBuffer torn = plain(record(1)).buffer();
        assertEquals(GatewayError.RECORD_INVALID, refusal(torn.limit(torn.limit() - 1)));
        ByteBuffer empty = plain(record(1)).buffer();
        empty.putInt(57, 0).putInt(23, -1);
        assertEquals(GatewayError.RECORD_INVALID, refusal(empty));
    }

    @Test
    void measuresRecordsByTheirLengths() {
        ByteBuffer bytes = plain(record(1_000), record(2_000), record(10)).buffer();
        assertEquals(new Outcome.Fit(), sizes(2_000).walk(records(bytes), 3));
        assertInstanceOf(Outcome.TooLarge.class, sizes(1_900).walk(records(bytes), 3));
        assertInstanceOf(Outcome.Malformed.class, sizes(2_000).walk(records(bytes), 4));
    }

    @Test
    void stopsAtTheTotalLimit() {
        ByteBuffer bytes = plain(record(1_000), record(1_000)).buffer();
        RecordSizes sizes = new RecordSizes(2_000, 1_500);
        assertInstanceOf(Outcome.TooLarge.class, sizes.walk(records(bytes), 2));
    }

    @Test
    void refusesLengthsThatCannotBe() {
        byte[] negative = {1};
        byte[] endless = {-1, -1, -1, -1, -1, -1};
        assertEquals(new Outcome.Malformed(), sizes(100).walk(new ByteArrayInputStream(negative), 1));
        assertEquals(new Outcome.Malformed(), sizes(100).walk(new ByteArrayInputStream(endless), 1));
        assertEquals(new Outcome.Malformed(), sizes(100).walk(new ByteArrayInputStream(new byte[8]), 8));
    }

    private static RecordSizes sizes(int max) {
        return new RecordSizes(max, 1_000_000);
    }

    private static ByteArrayInputStream records(ByteBuffer batch) {
        byte[] records = new byte[batch.remaining() - BatchHeader.BYTES];
        batch.get(BatchHeader.BYTES, records);
        return new ByteArrayInputStream(records);
    }

    private static GatewayError refusal(ByteBuffer bytes) {
        return assertInstanceOf(ProducedBatch.Refused.class, ProducedBatch.check(bytes))
                .refusal()
                .error();
    }

    private static MemoryRecords plain(SimpleRecord... records) {
        return MemoryRecords.withRecords(Compression.NONE, records);
    }

    private static SimpleRecord record(int bytes) {
        return new SimpleRecord(1L, new byte[bytes]);
    }
}
