package io.openintake.gateway.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.domain.VisibleRecords.Aborted;
import io.openintake.gateway.domain.VisibleRecords.Filler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.EndTransactionMarker;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

/** What a dead-letter reader sees, with kafka-clients as the oracle. */
class VisibleRecordsTest {
    private static final long ONE = 1;
    private static final long OTHER = 2;
    private long next;

    @Test
    void plainBatchesPassUntouched() {
        ByteBuffer fetched = joined(plain(3), plain(2));
        VisibleRecords visible = VisibleRecords.of(fetched, List.of(), Filler.EMPTY_BATCH);
        assertSame(fetched, visible.records());
        assertEquals(5, visible.nextOffset());
    }

    @Test
    void markersAreHidden() {
        ByteBuffer fetched = joined(transactional(ONE), marker(ONE, ControlRecordType.COMMIT), plain(1));
        assertEquals(List.of(0L, 2L), offsets(VisibleRecords.of(fetched, List.of(), Filler.EMPTY_BATCH)));
    }

    @Test
    void abortedBatchesAreHiddenUpToTheirMarkerAndThoseOfOthersAreNot() {
        ByteBuffer fetched = joined(
                transactional(ONE),
                transactional(OTHER),
                marker(ONE, ControlRecordType.ABORT),
                transactional(ONE),
                marker(ONE, ControlRecordType.COMMIT),
                marker(OTHER, ControlRecordType.COMMIT));
        VisibleRecords visible = VisibleRecords.of(fetched, List.of(new Aborted(ONE, 0)), Filler.EMPTY_BATCH);
        assertEquals(List.of(1L, 3L), offsets(visible));
        assertEquals(6, visible.nextOffset());
    }

    @Test
    void twoAbortedTransactionsOfOneProducerAreBothHidden() {
        ByteBuffer fetched = joined(
                transactional(ONE),
                marker(ONE, ControlRecordType.ABORT),
                transactional(ONE),
                marker(ONE, ControlRecordType.ABORT),
                plain(1));
        VisibleRecords visible =
                VisibleRecords.of(fetched, List.of(new Aborted(ONE, 0), new Aborted(ONE, 2)), Filler.EMPTY_BATCH);
        assertEquals(List.of(4L), offsets(visible));
    }

    @Test
    void whenNothingIsVisibleAnEmptyBatchMovesTheReaderOn() {
        ByteBuffer fetched = joined(transactional(ONE), marker(ONE, ControlRecordType.ABORT));
        VisibleRecords visible = VisibleRecords.of(fetched, List.of(new Aborted(ONE, 0)), Filler.EMPTY_BATCH);
        assertTrue(visible.isNothingVisible());
        MutableRecordBatch empty = MemoryRecords.readableRecords(visible.records())
                .batches()
                .iterator()
                .next();
        empty.ensureValid();
        assertEquals(2, empty.nextOffset());
        assertEquals(0, empty.baseOffset());
        assertEquals(0, empty.countOrNull());
        assertEquals(List.of(), offsets(visible));
    }

    @Test
    void whenNothingIsVisibleAReaderThatKnowsNoEmptyBatchesGetsNothingAndItsNextOffsetIsKnown() {
        ByteBuffer fetched = joined(transactional(ONE), marker(ONE, ControlRecordType.ABORT));
        VisibleRecords visible = VisibleRecords.of(fetched, List.of(new Aborted(ONE, 0)), Filler.NOTHING);
        assertTrue(visible.isNothingVisible());
        assertEquals(0, visible.records().remaining());
        assertEquals(2, visible.nextOffset());
    }

    @Test
    void aTornLastBatchStaysAwayWhenOthersAreHidden() {
        ByteBuffer whole = joined(marker(ONE, ControlRecordType.COMMIT), plain(1), plain(1));
        ByteBuffer torn = whole.limit(whole.limit() - 1);
        VisibleRecords visible = VisibleRecords.of(torn, List.of(), Filler.EMPTY_BATCH);
        assertEquals(List.of(1L), offsets(visible));
        assertEquals(2, visible.nextOffset());
    }

    @Test
    void nothingFetchedIsNothingHidden() {
        VisibleRecords visible = VisibleRecords.of(ByteBuffer.allocate(0), List.of(), Filler.EMPTY_BATCH);
        assertEquals(-1, visible.nextOffset());
        assertEquals(false, visible.isNothingVisible());
    }

    private static List<Long> offsets(VisibleRecords visible) {
        List<Long> offsets = new ArrayList<>();
        MemoryRecords.readableRecords(visible.records()).records().forEach(record -> offsets.add(record.offset()));
        return offsets;
    }

    private ByteBuffer plain(int count) {
        SimpleRecord[] records = new SimpleRecord[count];
        java.util.Arrays.fill(records, new SimpleRecord(1L, new byte[] {1}));
        return placed(MemoryRecords.withRecords(next, Compression.NONE, records), count);
    }

    private ByteBuffer transactional(long producerId) {
        return placed(
                MemoryRecords.withTransactionalRecords(
                        next, Compression.NONE, producerId, (short) 0, 0, 0, new SimpleRecord(1L, new byte[] {1})),
                1);
    }

    private ByteBuffer marker(long producerId, ControlRecordType type) {
        return placed(
                MemoryRecords.withEndTransactionMarker(
                        next, 1L, 0, producerId, (short) 0, new EndTransactionMarker(type, 0)),
                1);
    }

    private ByteBuffer placed(MemoryRecords records, int count) {
        next += count;
        return records.buffer();
    }

    private static ByteBuffer joined(ByteBuffer... parts) {
        ByteBuffer all = ByteBuffer.allocate(10_000);
        for (ByteBuffer part : parts) {
            all.put(part);
        }
        return all.flip();
    }
}
