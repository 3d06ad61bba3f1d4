package io.openintake.gateway.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;

/** One Produce request made by hand, and what came of each of its batches. */
record Produced(int throttleMs, Map<Integer, PartitionProduceResponse> partitions) {
    private static final short VERSION = 9;
    private static final int TIMEOUT_MS = 10_000;

    /** Sends a batch to each of the partitions. */
    static Produced to(Login login, Tenant tenant, Map<Integer, MemoryRecords> batches) throws IOException {
        return to(login, tenant, batches, TIMEOUT_MS);
    }

    /** Waits half of this time for credit. */
    static Produced to(Login login, Tenant tenant, Map<Integer, MemoryRecords> batches, int timeoutMs)
            throws IOException {
        ProduceResponseData answer =
                login.call(request(tenant, batches, timeoutMs), VERSION, new ProduceResponseData());
        Map<Integer, PartitionProduceResponse> outcomes = new TreeMap<>();
        answer.responses().forEach(topic -> topic.partitionResponses().forEach(one -> outcomes.put(one.index(), one)));
        return new Produced(answer.throttleTimeMs(), outcomes);
    }

    /** Sends it and waits for nothing. */
    static void unanswered(Login login, Tenant tenant, Map<Integer, MemoryRecords> batches) throws IOException {
        login.send(request(tenant, batches, TIMEOUT_MS), VERSION);
    }

    /** A batch of this many small messages. */
    static MemoryRecords messages(int count) {
        SimpleRecord[] records = IntStream.range(0, count)
                .mapToObj(index -> new SimpleRecord(Integer.toString(index).getBytes(StandardCharsets.US_ASCII)))
                .toArray(SimpleRecord[]::new);
        return MemoryRecords.withRecords(Compression.NONE, records);
    }

    /** A batch of these bytes, whatever they are. */
    static MemoryRecords raw(byte[] batch) {
        return MemoryRecords.readableRecords(ByteBuffer.wrap(batch));
    }

    short errorCode(int partition) {
        return outcome(partition).errorCode();
    }

    String text(int partition) {
        String text = outcome(partition).errorMessage();
        return text == null ? "" : text;
    }

    List<Short> errorCodes() {
        List<Short> codes = new ArrayList<>();
        partitions.values().forEach(one -> codes.add(one.errorCode()));
        return codes;
    }

    private PartitionProduceResponse outcome(int partition) {
        PartitionProduceResponse outcome = partitions.get(partition);
        if (outcome == null) {
            throw new AssertionError("no answer for partition " + partition);
        }
        return outcome;
    }

    private static ProduceRequestData request(Tenant tenant, Map<Integer, MemoryRecords> batches, int timeoutMs) {
        TopicProduceData topic = new TopicProduceData().setName(tenant.intake().topic());
        new TreeMap<>(batches)
                .forEach((partition, records) -> topic.partitionData()
                        .add(new PartitionProduceData().setIndex(partition).setRecords(records)));
        TopicProduceDataCollection topics = new TopicProduceDataCollection();
        topics.add(topic);
        return new ProduceRequestData()
                .setAcks((short) -1)
                .setTimeoutMs(timeoutMs)
                .setTopicData(topics);
    }
}
