package io.openintake.flusher.kafka;

import io.openintake.bus.BusConnection;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.contracts.json.FlushStateJson;
import io.openintake.flusher.app.DeadLetterRecord;
import io.openintake.flusher.app.StateLog;
import io.openintake.flusher.app.Tenure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's transactions: records first, flushed, then the offsets with the group metadata, then the commit. The
 * order is part of the proof: the broker checks membership only when the offsets enter, and by then the record is in
 * the log, below the barrier of whoever gains the slot afterwards.
 */
public final class KafkaStateLog implements StateLog {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaStateLog.class);
    private static final Duration MEMBERSHIP_PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MS = 20;
    private static final int MAX_RECORD_BYTES = 9 << 20;

    private final BusConnection connection;
    private final Supplier<GroupView> views;
    private final String transactionalId;
    private final Consumer<String> failpoints;
    private @Nullable Producer<byte[], byte[]> producer;
    private long failedAtPoll = -1;

    /**
     * @param ordinal of this flusher
     * @param worker of this flusher's workers, from 0
     */
    public KafkaStateLog(
            BusConnection connection, SlotConsumer slots, int ordinal, int worker, Consumer<String> failpoints) {
        this(connection, slots::view, "flusher-" + ordinal + "-" + worker, failpoints);
    }

    KafkaStateLog(
            BusConnection connection, Supplier<GroupView> views, String transactionalId, Consumer<String> failpoints) {
        this.connection = connection;
        this.views = views;
        this.transactionalId = transactionalId;
        this.failpoints = failpoints;
    }

    /**
     * Ends what a former process of this ordinal left open, so that no slot has to wait for its time-out.
     *
     * @throws KafkaException when the cluster does not answer in time; the first transaction then tries again
     */
    public void takeOver() {
        try {
            var unused = producer();
        } catch (KafkaException notNow) {
            discardProducer();
            throw notNow;
        }
    }

    @Override
    public Result record(Tenure tenure, IntakeId intake, FlushState next, List<DeadLetterRecord> deadLetters) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(stateRecord(tenure, intake, next.version(), FlushStateJson.write(next)));
        deadLetters.forEach(letter -> records.add(deadLetter(intake, letter)));
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.at()
                .forEach((partition, position) -> offsets.put(
                        new TopicPartition(intake.topic(), partition), new OffsetAndMetadata(position.to())));
        return commit(tenure, records, offsets);
    }

    @Override
    public Result forget(Tenure tenure, IntakeId intake, long version) {
        // the membership check needs an offset; the slot's own is as good as any, nobody reads it
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(slotPartition(tenure), new OffsetAndMetadata(0));
        return commit(tenure, List.of(stateRecord(tenure, intake, version, null)), offsets);
    }

    private Result commit(
            Tenure tenure,
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        // a state without positions must be checked like any other
        Map<TopicPartition, OffsetAndMetadata> checked =
                offsets.isEmpty() ? Map.of(slotPartition(tenure), new OffsetAndMetadata(0)) : offsets;
        while (true) {
            GroupView view = views.get();
            if (!view.holds(tenure.slot(), tenure.epoch()) || !mayUseProducer(tenure)) {
                return Result.NOT_OWNER;
            }
            ConsumerGroupMetadata metadata = view.metadata().orElseThrow();
            try {
                transact(records, checked, metadata);
                return Result.RECORDED;
            } catch (CommitFailedException | FencedInstanceIdException oldMembership) {
                LOG.info(
                        "transaction refused, membership changed slot={}",
                        tenure.slot().value());
                abort();
                if (!await(seen -> seen.isAnotherMembership(metadata) || !holds(seen, tenure))) {
                    return Result.NOT_OWNER;
                }
            } catch (RuntimeException unknown) {
                LOG.warn("transaction outcome unknown slot={}", tenure.slot().value(), unknown);
                discardProducer();
                return Result.UNKNOWN;
            }
        }
    }

    private void transact(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata metadata) {
        Producer<byte[], byte[]> current = producer();
        current.beginTransaction();
        List<Future<?>> sent = new ArrayList<>();
        records.forEach(record -> sent.add(current.send(record)));
        current.flush();
        sent.forEach(KafkaStateLog::arrived);
        failpoints.accept("f.txnSent");
        current.sendOffsetsToTransaction(offsets, metadata);
        current.commitTransaction();
    }

    private static void arrived(Future<?> sent) {
        try {
            sent.get();
        } catch (ExecutionException failed) {
            throw new KafkaException("a record of the transaction was not written", failed.getCause());
        } catch (InterruptedException stopping) {
            throw new InterruptException(stopping);
        }
    }

    private void abort() {
        try {
            producer().abortTransaction();
        } catch (KafkaException broken) {
            discardProducer();
        }
    }

    /** After a failure: only when a poll has returned later than it, and has left the slot with us. */
    private boolean mayUseProducer(Tenure tenure) {
        if (producer != null || failedAtPoll < 0) {
            return true;
        }
        boolean polled = await(seen -> seen.polls() > failedAtPoll || !holds(seen, tenure));
        return polled && holds(views.get(), tenure);
    }

    private static boolean holds(GroupView view, Tenure tenure) {
        return view.holds(tenure.slot(), tenure.epoch());
    }

    private boolean await(Predicate<GroupView> condition) {
        long deadline = System.nanoTime() + MEMBERSHIP_PATIENCE.toNanos();
        while (!condition.test(views.get())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            current = new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer());
            producer = current;
            current.initTransactions();
        }
        return current;
    }

    private void discardProducer() {
        failedAtPoll = views.get().polls();
        Producer<byte[], byte[]> broken = producer;
        producer = null;
        if (broken != null) {
            broken.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> current = producer;
        producer = null;
        if (current != null) {
            current.close(Duration.ofSeconds(1));
        }
    }

    private static TopicPartition slotPartition(Tenure tenure) {
        return new TopicPartition(InternalTopic.FLUSH.topicName(), tenure.slot().value());
    }

    private static ProducerRecord<byte[], byte[]> stateRecord(
            Tenure tenure, IntakeId intake, long version, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                InternalTopic.FLUSH.topicName(), tenure.slot().value(), utf8(intake.toString()), value);
        record.headers().add(EnvelopeJson.VERSION_HEADER, utf8(Long.toString(version)));
        return record;
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(IntakeId intake, DeadLetterRecord letter) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(intake.deadLetterTopic(), 0, letter.key(), letter.value());
        letter.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = connection.properties("state-" + transactionalId);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 8_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
        return properties;
    }
}
