package io.openintake.gateway.kafka.produce;

import io.openintake.contracts.Capacity;
import io.openintake.gateway.app.flow.Workers;
import io.openintake.gateway.domain.BatchHeader;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.domain.ProducedBatch;
import io.openintake.gateway.domain.RecordSizes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what a producer sends before anything is forwarded. */
final class ProduceChecks {
    private static final Logger LOG = LoggerFactory.getLogger(ProduceChecks.class);
    /** Of one batch, inflated. */
    private static final long MAX_INFLATED_BYTES = 256L * 1_024 * 1_024;

    /** Of each worker, which then does not make new ones for every batch; gone when it ends for want of work. */
    private static final ThreadLocal<BufferSupplier> BUFFERS = ThreadLocal.withInitial(BufferSupplier::create);

    private final Workers inflaters;

    ProduceChecks(Workers inflaters) {
        this.inflaters = inflaters;
    }

    /** Checks topic and form of every part; whether a topic is another's or nobody's makes no difference. */
    void shape(List<ProducePart> parts, Principal principal) {
        Set<Integer> seen = new HashSet<>();
        for (ProducePart part : parts) {
            if (!part.topic().equals(principal.topic())) {
                part.refuse(GatewayError.TOPIC_DENIED, "this user may write to its intake's topic only");
            } else if (!seen.add(part.partition())) {
                part.refuse(GatewayError.RECORD_INVALID, "a request names each partition once");
            } else {
                switch (ProducedBatch.check(part.records())) {
                    case ProducedBatch.Accepted accepted -> part.checked(accepted.header());
                    case ProducedBatch.Refused refused -> part.refuse(refused.refusal());
                }
            }
        }
    }

    /** Checks that no record is over the limit; completes on a worker's thread if a batch had to be inflated. */
    CompletableFuture<Void> sizes(List<ProducePart> open, Capacity capacity) {
        RecordSizes limit = new RecordSizes(capacity.maxMessageBytes(), MAX_INFLATED_BYTES);
        List<ProducePart> compressed =
                open.stream().filter(part -> part.header().compression() != 0).toList();
        open.stream()
                .filter(part ->
                        part.header().compression() == 0 && part.records().remaining() > capacity.maxMessageBytes())
                .forEach(part ->
                        judge(part, limit.walk(plain(part), part.header().count()), limit));
        if (compressed.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return inflaters
                .run(() ->
                        compressed.stream().map(part -> inflated(part, limit)).toList())
                .thenAccept(outcomes -> {
                    for (int index = 0; index < outcomes.size(); index++) {
                        judge(compressed.get(index), outcomes.get(index), limit);
                    }
                });
    }

    private static void judge(ProducePart part, RecordSizes.Outcome outcome, RecordSizes limit) {
        switch (outcome) {
            case RecordSizes.Outcome.Fit any -> {}
            case RecordSizes.Outcome.TooLarge large ->
                part.refuse(
                        GatewayError.MESSAGE_TOO_LARGE,
                        "a message of " + large.recordBytes() + " bytes is over this intake runner's limit of "
                                + limit.maxRecordBytes() + " bytes");
            case RecordSizes.Outcome.Malformed any ->
                part.refuse(GatewayError.CORRUPT_MESSAGE, "the records of the batch cannot be read");
        }
    }

    private static InputStream plain(ProducePart part) {
        ByteBuffer batch = part.records().slice();
        return new PlainRecords(batch.position(BatchHeader.BYTES));
    }

    private static RecordSizes.Outcome inflated(ProducePart part, RecordSizes limit) {
        ByteBuffer compressed = part.records().slice();
        compressed.position(BatchHeader.BYTES);
        CompressionType type = CompressionType.forId(part.header().compression());
        if (type == CompressionType.SNAPPY && !SnappyBlocks.areBounded(compressed)) {
            return new RecordSizes.Outcome.Malformed();
        }
        try (InputStream records =
                Compression.of(type).build().wrapForInput(compressed, RecordBatch.MAGIC_VALUE_V2, BUFFERS.get())) {
            return limit.walk(records, part.header().count());
        } catch (IOException | RuntimeException unreadable) {
            LOG.debug("batch not inflated", unreadable);
            return new RecordSizes.Outcome.Malformed();
        }
    }
}
