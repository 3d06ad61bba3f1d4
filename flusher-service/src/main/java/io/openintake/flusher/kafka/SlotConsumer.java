package io.openintake.flusher.kafka;

import io.openintake.bus.BusConnection;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.flush.SlotNumber;
import io.openintake.flusher.app.Ownership;
import io.openintake.flusher.app.Tenure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Membership in the group that shares out the slots. Its thread does nothing but poll a paused consumer and publish one
 * immutable view: whoever blocks it delays everybody's rebalance.
 */
public final class SlotConsumer implements Ownership, AutoCloseable {
    /** The group whose members share the slots. */
    public static final String GROUP = "openintake-flusher";

    private static final Logger LOG = LoggerFactory.getLogger(SlotConsumer.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final long SILENCE_NANOS = Duration.ofSeconds(8).toNanos();

    private final BusConnection connection;
    private final String instanceId;
    private final Runnable onFenced;
    private final Thread thread;
    private final Map<SlotNumber, Long> epochs = new HashMap<>();
    private long lastEpoch;
    private long polls;
    private double heartbeats = -1;
    private long heartbeatNanos = System.nanoTime();
    private volatile GroupView view = new GroupView(Optional.empty(), Map.of(), 0, System.nanoTime());
    private volatile GroupMembershipOperation atClose = GroupMembershipOperation.DEFAULT;
    private volatile boolean closed;

    /**
     * @param ordinal of this flusher; no two running ones have the same
     * @param onFenced called when another process took this ordinal: this one must end
     */
    public SlotConsumer(BusConnection connection, int ordinal, Runnable onFenced) {
        this.connection = connection;
        this.instanceId = "flusher-" + ordinal;
        this.onFenced = onFenced;
        this.thread = Thread.ofPlatform().name("slots").daemon().unstarted(this::run);
    }

    /** Joins the group. */
    public void start() {
        thread.start();
    }

    @Override
    public Collection<Tenure> tenures() {
        List<Tenure> tenures = new ArrayList<>();
        view.epochs().forEach((slot, epoch) -> tenures.add(new Tenure(slot, epoch)));
        return tenures;
    }

    @Override
    public boolean holds(Tenure tenure) {
        GroupView seen = view;
        return seen.holds(tenure.slot(), tenure.epoch()) && System.nanoTime() - seen.heartbeatNanos() < SILENCE_NANOS;
    }

    /** Whether the group was joined. */
    public boolean hasJoined() {
        return view.metadata().map(known -> known.generationId() >= 0).orElse(false);
    }

    GroupView view() {
        return view;
    }

    /** Stops and gives the slots to the others at once, for a flusher that does not come back. */
    public void leave() {
        atClose = GroupMembershipOperation.LEAVE_GROUP;
        close();
    }

    /** Stops without leaving the group: a restart moves nothing. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                take();
            } catch (FencedInstanceIdException taken) {
                LOG.error("another flusher runs with the same ordinal, ending this one instance={}", instanceId);
                endAll();
                onFenced.run();
                return;
            } catch (InterruptException | WakeupException stopped) {
                break;
            } catch (RuntimeException broken) {
                LOG.warn("group membership interrupted, joining again", broken);
                endAll();
                pause();
            }
        }
        endAll();
    }

    /** One membership, until it is closed or breaks. */
    private void take() {
        KafkaConsumer<byte[], byte[]> consumer = consumer();
        try {
            consumer.subscribe(List.of(InternalTopic.FLUSH.topicName()), new Callbacks(consumer));
            while (!closed) {
                var unused = consumer.poll(POLL);
                polls++;
                lookAtHeartbeats(consumer);
                publish(consumer);
            }
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(atClose));
        }
    }

    private final class Callbacks implements ConsumerRebalanceListener {
        private final KafkaConsumer<?, ?> consumer;

        private Callbacks(KafkaConsumer<?, ?> consumer) {
            this.consumer = consumer;
        }

        /** Hands out nothing yet: the view with the new slots follows when the poll has returned. */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> gained) {
            consumer.pause(gained);
            gained.forEach(partition -> epochs.putIfAbsent(new SlotNumber(partition.partition()), ++lastEpoch));
            LOG.info("slots gained slots={}", gained.size());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> gone) {
            gone.forEach(partition -> epochs.remove(new SlotNumber(partition.partition())));
            LOG.info("slots given up slots={}", gone.size());
            publish(consumer);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> gone) {
            gone.forEach(partition -> epochs.remove(new SlotNumber(partition.partition())));
            LOG.warn("slots lost slots={}", gone.size());
            publish(consumer);
        }
    }

    private void publish(KafkaConsumer<?, ?> consumer) {
        ConsumerGroupMetadata metadata = consumer.groupMetadata();
        boolean joined = metadata.generationId() >= 0;
        view = new GroupView(Optional.of(metadata), joined ? epochs : Map.of(), polls, heartbeatNanos);
    }

    /** Answers are counted; the time of the last heartbeat would count sends. */
    private void lookAtHeartbeats(KafkaConsumer<?, ?> consumer) {
        double now = consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("heartbeat-total")
                        && metric.metricName().group().equals("consumer-coordinator-metrics"))
                .map(Metric::metricValue)
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .sum();
        if (now != heartbeats) {
            heartbeats = now;
            heartbeatNanos = System.nanoTime();
        }
    }

    private void endAll() {
        epochs.clear();
        view = new GroupView(Optional.empty(), Map.of(), polls, heartbeatNanos);
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_DELAY);
        } catch (InterruptedException stopping) {
            closed = true;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = connection.properties("slots");
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 30_000);
        // "none" throws at every poll; nothing is read through this consumer
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
