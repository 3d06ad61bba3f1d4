package io.openintake.gateway.kafka.read;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.VisibleRecords;
import io.openintake.gateway.domain.VisibleRecords.Filler;
import io.openintake.gateway.kafka.cluster.TopicLayout;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.BaseRecords;
import org.apache.kafka.common.record.MemoryRecords;

/**
 * Fetch of dead letters: always read-committed and without fetch sessions towards the cluster, and only what the reader
 * may see towards the client, see {@link VisibleRecords}.
 */
public final class FetchHandler implements ApiHandler {
    /** In this version the cluster is asked, whatever the client speaks. */
    static final short VERSION = 12;

    /**
     * Clients that ask in this version or a later one step over a batch without records. Of the earlier ones, kafka-go
     * 0.4 (version 10) starts again at offset 1, and kafka-python 2.0 (version 4) breaks off: the client matrix.
     */
    private static final short KNOWS_EMPTY_BATCHES = 11;

    private static final int MAX_BYTES = 8 * 1_024 * 1_024;
    private static final int MAX_WAIT_MS = 30_000;
    private static final byte READ_COMMITTED = 1;
    private static final int CONSUMER = -1;
    private static final int NO_SESSION = 0;
    private static final int FULL_FETCH = -1;

    private final Backend backend;
    /** Where reading goes on for a client that asks again from before what it may not see. */
    private final Map<Integer, Skip> skips = new HashMap<>();

    private record Skip(long askedAt, long continueAt) {}

    /** What a client asked for, and how it takes what it may not see. */
    private record Asked(String topic, Map<Integer, Long> offsets, Filler filler) {}

    public FetchHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void handle(Exchange exchange) {
        FetchRequestData request = Wire.read(exchange, new FetchRequestData());
        if (request.sessionId() != NO_SESSION) {
            short unknown = GatewayError.FETCH_SESSION_UNKNOWN.kafkaCode();
            exchange.answer(Wire.answer(exchange, new FetchResponseData().setErrorCode(unknown)));
            return;
        }
        String own = exchange.session().principal().topic();
        if (request.topics().stream().anyMatch(topic -> !topic.topic().equals(own))) {
            exchange.session().refused(GatewayError.TOPIC_DENIED, "kafka-fetch", own);
        }
        exchange.then(backend.cluster().topic(own), layout -> located(exchange, request, layout));
    }

    private void located(Exchange exchange, FetchRequestData request, TopicLayout layout) {
        String own = exchange.session().principal().topic();
        List<PartitionData> outcomes = new ArrayList<>();
        Map<BrokerAddress, List<FetchPartition>> byLeader = new LinkedHashMap<>();
        for (FetchPartition partition : partitions(request, own)) {
            Optional<BrokerAddress> leader = layout.leader(partition.partition());
            if (leader.isPresent()) {
                byLeader.computeIfAbsent(leader.get(), any -> new ArrayList<>()).add(partition);
            } else {
                outcomes.add(failed(partition, GatewayError.LEADER_UNKNOWN));
            }
        }
        List<CompletableFuture<List<PartitionData>>> answers = new ArrayList<>();
        byLeader.forEach((leader, some) -> answers.add(fetched(exchange, request, leader, some)));
        exchange.release();
        exchange.then(CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)), any -> {
            answers.forEach(answer -> outcomes.addAll(answer.join()));
            exchange.answer(Wire.answer(exchange, answer(request, own, outcomes)));
        });
    }

    /** Each partition once, however often it is named. */
    static List<FetchPartition> partitions(FetchRequestData request, String topic) {
        Map<Integer, FetchPartition> first = new LinkedHashMap<>();
        request.topics().stream()
                .filter(one -> one.topic().equals(topic))
                .flatMap(one -> one.partitions().stream())
                .forEach(partition -> first.putIfAbsent(partition.partition(), partition));
        return List.copyOf(first.values());
    }

    private CompletableFuture<List<PartitionData>> fetched(
            Exchange exchange, FetchRequestData request, BrokerAddress leader, List<FetchPartition> partitions) {
        String own = exchange.session().principal().topic();
        Map<Integer, Long> askedAt = new HashMap<>();
        partitions.forEach(partition -> askedAt.put(partition.partition(), partition.fetchOffset()));
        int waitMs = Math.clamp(request.maxWaitMs(), 0, MAX_WAIT_MS);
        FetchRequestData asked = upstream(request, own, partitions).setMaxWaitMs(waitMs);
        ByteBuffer frame = Wire.request(asked, VERSION, Wire.clientId(exchange));
        Duration timeout = Limits.BROKER_ANSWER.plusMillis(waitMs);
        Filler filler = exchange.version() >= KNOWS_EMPTY_BATCHES ? Filler.EMPTY_BATCH : Filler.NOTHING;
        return exchange.session().links().send(leader, frame, timeout).thenApply(answer -> switch (answer) {
            case LinkAnswer.Response response -> visible(new Asked(own, askedAt, filler), response.body());
            case LinkAnswer.Unreachable any -> unreachable(own, partitions);
            case LinkAnswer.Broken any -> List.of();
        });
    }

    private FetchRequestData upstream(FetchRequestData request, String topic, List<FetchPartition> partitions) {
        List<FetchPartition> asked = partitions.stream()
                .map(partition -> new FetchPartition()
                        .setPartition(partition.partition())
                        .setFetchOffset(continueAt(partition))
                        .setPartitionMaxBytes(Math.min(partition.partitionMaxBytes(), MAX_BYTES)))
                .toList();
        return new FetchRequestData()
                .setReplicaId(CONSUMER)
                .setMinBytes(request.minBytes())
                .setMaxBytes(Math.min(request.maxBytes(), MAX_BYTES))
                .setIsolationLevel(READ_COMMITTED)
                .setSessionId(NO_SESSION)
                .setSessionEpoch(FULL_FETCH)
                .setTopics(List.of(new FetchTopic().setTopic(topic).setPartitions(asked)));
    }

    private long continueAt(FetchPartition partition) {
        Skip skip = skips.get(partition.partition());
        return skip != null && skip.askedAt == partition.fetchOffset() ? skip.continueAt : partition.fetchOffset();
    }

    private List<PartitionData> unreachable(String topic, List<FetchPartition> partitions) {
        backend.cluster().moved(topic);
        return partitions.stream()
                .map(partition -> failed(partition, GatewayError.LEADER_UNKNOWN))
                .toList();
    }

    private List<PartitionData> visible(Asked asked, ByteBuffer body) {
        FetchResponseData response = Wire.response(body, VERSION, new FetchResponseData());
        if (response.errorCode() != 0) {
            throw new IllegalStateException("fetch failed as a whole with error " + response.errorCode());
        }
        return response.responses().stream()
                .flatMap(one -> one.partitions().stream())
                .map(partition -> visible(asked, partition))
                .toList();
    }

    private PartitionData visible(Asked asked, PartitionData fetched) {
        if (fetched.errorCode() == Errors.NOT_LEADER_OR_FOLLOWER.code()
                || fetched.errorCode() == Errors.UNKNOWN_TOPIC_OR_PARTITION.code()) {
            backend.cluster().moved(asked.topic);
        }
        ByteBuffer records =
                fetched.records() instanceof MemoryRecords memory ? memory.buffer() : ByteBuffer.allocate(0);
        VisibleRecords visible = VisibleRecords.of(records, aborted(fetched), asked.filler);
        long askedAt = asked.offsets.getOrDefault(fetched.partitionIndex(), 0L);
        remember(fetched.partitionIndex(), askedAt, visible);
        boolean isEnd = asked.filler == Filler.NOTHING && !visible.records().hasRemaining();
        return new PartitionData()
                .setPartitionIndex(fetched.partitionIndex())
                .setErrorCode(fetched.errorCode())
                // kafka-go 0.4 takes an answer without records for broken, and connects again, unless this is the end
                .setHighWatermark(isEnd ? Math.min(askedAt, fetched.highWatermark()) : fetched.highWatermark())
                .setLastStableOffset(isEnd ? Math.min(askedAt, fetched.lastStableOffset()) : fetched.lastStableOffset())
                .setLogStartOffset(fetched.logStartOffset())
                .setAbortedTransactions(List.of())
                .setRecords(MemoryRecords.readableRecords(visible.records()));
    }

    private void remember(int partition, long askedAt, VisibleRecords visible) {
        if (visible.isNothingVisible()) {
            skips.put(partition, new Skip(askedAt, visible.nextOffset()));
        } else if (visible.nextOffset() >= 0) {
            skips.remove(partition);
        }
    }

    private static List<VisibleRecords.Aborted> aborted(PartitionData fetched) {
        List<AbortedTransaction> aborted = fetched.abortedTransactions();
        return aborted == null
                ? List.of()
                : aborted.stream()
                        .map(one -> new VisibleRecords.Aborted(one.producerId(), one.firstOffset()))
                        .toList();
    }

    /** The own topic once, however often it is named, so that the answer does not multiply. */
    static FetchResponseData answer(FetchRequestData request, String own, List<PartitionData> outcomes) {
        FetchResponseData answer = new FetchResponseData().setSessionId(NO_SESSION);
        if (request.topics().stream().anyMatch(topic -> topic.topic().equals(own))) {
            answer.responses().add(new FetchableTopicResponse().setTopic(own).setPartitions(outcomes));
        }
        for (FetchTopic topic : request.topics()) {
            if (!topic.topic().equals(own)) {
                List<PartitionData> partitions = topic.partitions().stream()
                        .map(partition -> failed(partition, GatewayError.TOPIC_DENIED))
                        .toList();
                answer.responses()
                        .add(new FetchableTopicResponse()
                                .setTopic(topic.topic())
                                .setPartitions(partitions));
            }
        }
        return answer;
    }

    private static PartitionData failed(FetchPartition partition, GatewayError error) {
        BaseRecords none = MemoryRecords.EMPTY;
        return new PartitionData()
                .setPartitionIndex(partition.partition())
                .setErrorCode(error.kafkaCode())
                .setHighWatermark(-1)
                .setRecords(none);
    }
}
