package io.openintake.gateway.domain;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What a dead-letter reader may see of fetched records: no batch of an aborted transaction and no marker, whatever its
 * client makes of isolation levels. When nothing else was fetched, an empty batch (which compaction makes too) moves
 * readers that know such batches past what they may not see; for the others {@code nextOffset} is remembered.
 *
 * @param records whole batches
 * @param nextOffset where reading goes on; -1 when no whole batch was fetched
 * @param visibleBatches how many of the fetched batches the reader sees
 */
public record VisibleRecords(ByteBuffer records, long nextOffset, int visibleBatches) {
    private static final int EMPTY_BATCH_LENGTH = BatchHeader.BYTES - BatchHeader.LOG_OVERHEAD;
    private static final long NO_VALUE = -1;
    private static final int CONTROL_KEY_BYTES = 4;

    /** What a reader is given in the place of what it may not see, when there is nothing else. */
    public enum Filler {
        /** A batch without records that spans the hidden offsets. */
        EMPTY_BATCH,
        /** No bytes, as when nothing has come. */
        NOTHING
    }

    /** An aborted transaction as the broker reports it. */
    public record Aborted(long producerId, long firstOffset) {}

    private record Span(BatchHeader header, int from, int to) {}

    /** Whether whole batches were fetched, and the reader may see none of them. */
    public boolean isNothingVisible() {
        return visibleBatches == 0 && nextOffset != NO_VALUE;
    }

    /** Filters the batches between position and limit; a batch that is cut off at the end stays away. */
    public static VisibleRecords of(ByteBuffer fetched, List<Aborted> abortedTransactions, Filler filler) {
        List<Span> all = spans(fetched);
        if (all.isEmpty()) {
            return new VisibleRecords(fetched, NO_VALUE, 0);
        }
        List<Span> visible = visible(fetched, all, abortedTransactions);
        long nextOffset = all.getLast().header.lastOffset() + 1;
        if (visible.size() == all.size()) {
            return new VisibleRecords(fetched, nextOffset, visible.size());
        }
        if (visible.isEmpty()) {
            ByteBuffer instead = switch (filler) {
                case EMPTY_BATCH -> emptyBatch(all.getFirst().header.baseOffset(), nextOffset);
                case NOTHING -> ByteBuffer.allocate(0);
            };
            return new VisibleRecords(instead, nextOffset, 0);
        }
        return new VisibleRecords(copy(fetched, visible), nextOffset, visible.size());
    }

    private static List<Span> spans(ByteBuffer fetched) {
        List<Span> spans = new ArrayList<>();
        int at = fetched.position();
        while (fetched.limit() - at >= BatchHeader.BYTES) {
            BatchHeader header = BatchHeader.read(fetched, at);
            if (header.sizeBytes() < BatchHeader.BYTES || header.sizeBytes() > fetched.limit() - at) {
                break;
            }
            spans.add(new Span(header, at, at + header.sizeBytes()));
            at += header.sizeBytes();
        }
        return spans;
    }

    /** As consumers do it: a producer's batches are aborted from the first offset on up to its abort marker. */
    private static List<Span> visible(ByteBuffer fetched, List<Span> all, List<Aborted> abortedTransactions) {
        PriorityQueue<Aborted> ahead = new PriorityQueue<>(Comparator.comparingLong(Aborted::firstOffset));
        ahead.addAll(abortedTransactions);
        Set<Long> aborting = new HashSet<>();
        List<Span> visible = new ArrayList<>();
        for (Span span : all) {
            BatchHeader header = span.header;
            while (!ahead.isEmpty() && ahead.peek().firstOffset() <= header.lastOffset()) {
                aborting.add(ahead.poll().producerId());
            }
            if (header.isControl()) {
                if (isAbortMarker(fetched, span)) {
                    aborting.remove(header.producerId());
                }
            } else if (!header.isTransactional() || !aborting.contains(header.producerId())) {
                visible.add(span);
            }
        }
        return visible;
    }

    /** The key of a control record is version and type; type 0 is abort (Kafka protocol guide, "Control Batches"). */
    private static boolean isAbortMarker(ByteBuffer fetched, Span span) {
        // length, attributes, timestamp delta, offset delta, key length: varints before the key
        int at = afterVarint(fetched, span.from + BatchHeader.BYTES, span.to) + 1;
        at = afterVarint(fetched, afterVarint(fetched, afterVarint(fetched, at, span.to), span.to), span.to);
        return at + CONTROL_KEY_BYTES <= span.to && fetched.getShort(at + Short.BYTES) == 0;
    }

    private static int afterVarint(ByteBuffer fetched, int from, int to) {
        int at = from;
        while (at < to && fetched.get(at) < 0) {
            at++;
        }
        return at + 1;
    }

    private static ByteBuffer copy(ByteBuffer fetched, List<Span> visible) {
        int bytes = visible.stream().mapToInt(span -> span.to - span.from).sum();
        ByteBuffer copy = ByteBuffer.allocate(bytes);
        visible.forEach(span -> copy.put(fetched.slice(span.from, span.to - span.from)));
        return copy.flip();
    }

    private static ByteBuffer emptyBatch(long from, long nextOffset) {
        ByteBuffer batch = ByteBuffer.allocate(BatchHeader.BYTES);
        batch.putLong(from).putInt(EMPTY_BATCH_LENGTH).putInt((int) NO_VALUE).put(BatchHeader.MAGIC);
        batch.putInt(0).putShort((short) 0).putInt((int) (nextOffset - 1 - from));
        batch.putLong(NO_VALUE).putLong(NO_VALUE);
        batch.putLong(NO_VALUE)
                .putShort((short) NO_VALUE)
                .putInt((int) NO_VALUE)
                .putInt(0);
        CRC32C crc = new CRC32C();
        crc.update(batch.array(), BatchHeader.ATTRIBUTES_OFFSET, BatchHeader.BYTES - BatchHeader.ATTRIBUTES_OFFSET);
        batch.putInt(BatchHeader.CRC_OFFSET, (int) crc.getValue());
        return batch.flip();
    }
}
