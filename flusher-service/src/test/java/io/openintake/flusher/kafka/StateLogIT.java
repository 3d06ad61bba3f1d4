package io.openintake.flusher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.bus.BusConnection;
import io.openintake.bus.InternalTopics;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.flush.SlotNumber;
import io.openintake.contracts.json.FlushStateJson;
import io.openintake.flusher.app.DeadLetterRecord;
import io.openintake.flusher.app.StateLog.Result;
import io.openintake.flusher.app.Tenure;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateLogIT {
    private static Backing backing;

    private final IntakeId intake = new IntakeId(UUID.randomUUID());
    private final SlotNumber slot = SlotNumber.of(intake);
    private BusConnection connection;
    private Admin admin;
    private SlotConsumer slots;

    @BeforeAll
    static void startKafka() {
        backing = Backing.start(Part.KAFKA);
    }

    @AfterAll
    static void stopKafka() {
        backing.close();
    }

    @BeforeEach
    void join() throws Exception {
        connection =
                BusConnection.of(ServiceName.FLUSHER, Map.of("kafka.bootstrap.servers", backing.kafkaBootstrap()), 1);
        InternalTopics.ensure(connection);
        admin = connection.admin();
        admin.createTopics(List.of(
                        new NewTopic(intake.topic(), 1, (short) 1),
                        new NewTopic(intake.deadLetterTopic(), 1, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        slots = new SlotConsumer(connection, 1, () -> {});
        slots.start();
        Eventually.equal("slots", 128, () -> slots.tenures().size());
    }

    @AfterEach
    void leave() {
        slots.close();
        admin.close();
    }

    @Test
    void writesStateAndDeadLettersTogether() {
        try (KafkaStateLog log = new KafkaStateLog(connection, slots, 1, 0, StateLogIT::pass)) {
            assertEquals(Result.RECORDED, log.record(tenure(), intake, state(1), List.of(letter("a"), letter("b"))));
            assertEquals(Result.RECORDED, log.record(tenure(), intake, state(2), List.of()));
        }
        assertEquals(Optional.of(state(2)), read());
        assertEquals(List.of("a", "b"), deadLetters());
    }

    @Test
    void publishesNothingOfATransactionThatFailedInTheMiddle() {
        Consumer<String> failing = point -> {
            if (point.equals("f.txnSent")) {
                throw new IllegalStateException("simulated");
            }
        };
        try (KafkaStateLog log = new KafkaStateLog(connection, slots, 1, 0, failing)) {
            assertEquals(Result.UNKNOWN, log.record(tenure(), intake, state(1), List.of(letter("a"))));
        }
        // the same transactional id takes over: what was open is aborted
        try (KafkaStateLog log = new KafkaStateLog(connection, slots, 1, 0, StateLogIT::pass)) {
            assertEquals(Result.RECORDED, log.record(tenure(), intake, state(1), List.of(letter("b"))));
        }
        assertEquals(Optional.of(state(1)), read());
        assertEquals(List.of("b"), deadLetters());
    }

    @Test
    void writesNothingForATenureThatIsOver() {
        Tenure over = new Tenure(slot, tenure().epoch() + 1_000);
        try (KafkaStateLog log = new KafkaStateLog(connection, slots, 1, 0, StateLogIT::pass)) {
            assertEquals(Result.NOT_OWNER, log.record(over, intake, state(1), List.of()));
        }
        assertEquals(Optional.empty(), read());
    }

    @Test
    void isRefusedByTheBrokerWithAnOldGeneration() {
        GroupView before = slots.view();
        Tenure mine = tenure();
        SlotConsumer second = new SlotConsumer(connection, 2, () -> {});
        second.start();
        try {
            Eventually.equal("a second member", false, () -> second.tenures().isEmpty());
            Eventually.equal(
                    "another generation",
                    true,
                    () -> slots.view().isAnotherMembership(before.metadata().orElseThrow()));
            // a zombie: it still believes in the old view when it sends, and wakes up afterwards
            ConcurrentLinkedDeque<GroupView> seen = new ConcurrentLinkedDeque<>(List.of(before));
            GroupView after = new GroupView(Optional.empty(), Map.of(), before.polls() + 1, System.nanoTime());
            try (KafkaStateLog zombie = new KafkaStateLog(
                    connection, () -> seen.isEmpty() ? after : seen.removeFirst(), "flusher-1-9", StateLogIT::pass)) {
                assertEquals(Result.NOT_OWNER, zombie.record(mine, intake, state(1), List.of(letter("zombie"))));
            }
        } finally {
            second.leave();
        }
        assertEquals(Optional.empty(), read());
        assertEquals(List.of(), deadLetters());
    }

    @Test
    void waitsForATransactionThatIsOpenWhenASlotIsRead() throws Exception {
        try (KafkaProducer<byte[], byte[]> former = transactional("former-owner")) {
            former.beginTransaction();
            former.send(new ProducerRecord<>(
                            InternalTopic.FLUSH.topicName(),
                            slot.value(),
                            intake.toString().getBytes(StandardCharsets.UTF_8),
                            FlushStateJson.write(state(7))))
                    .get(30, TimeUnit.SECONDS);
            long end = end();
            CompletableFuture<Optional<FlushState>> reading = CompletableFuture.supplyAsync(this::read);
            Eventually.equal("barrier", end + 1, this::end);
            assertFalse(reading.isDone());
            former.commitTransaction();
            assertEquals(Optional.of(state(7)), reading.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void removesTheStateOfAnIntakeThatIsGone() {
        try (KafkaStateLog log = new KafkaStateLog(connection, slots, 1, 0, StateLogIT::pass)) {
            assertEquals(Result.RECORDED, log.record(tenure(), intake, state(1), List.of()));
            assertEquals(Result.RECORDED, log.forget(tenure(), intake, 2));
        }
        assertEquals(Optional.empty(), read());
    }

    @Test
    void letsTheGroupKnowThePositions() throws Exception {
        try (KafkaStateLog log = new KafkaStateLog(connection, slots, 1, 0, StateLogIT::pass)) {
            assertEquals(Result.RECORDED, log.record(tenure(), intake, state(3), List.of()));
        }
        long committed = admin.listConsumerGroupOffsets(SlotConsumer.GROUP)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS)
                .get(new TopicPartition(intake.topic(), 0))
                .offset();
        assertEquals(3, committed);
    }

    private static void pass(String point) {}

    private Tenure tenure() {
        return slots.tenures().stream()
                .filter(one -> one.slot().equals(slot))
                .findFirst()
                .orElseThrow();
    }

    private Optional<FlushState> read() {
        return Optional.ofNullable(new KafkaStoredStates(connection)
                .read(List.of(slot))
                .get(slot)
                .states()
                .get(intake));
    }

    private static FlushState state(long version) {
        TreeMap<Integer, Position> at = new TreeMap<>(Map.of(0, new Position(version, version, 0, 0, 0, 0)));
        return new FlushState(version, "topic", "cluster", at, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static DeadLetterRecord letter(String value) {
        return new DeadLetterRecord(null, value.getBytes(StandardCharsets.UTF_8), List.of());
    }

    private long end() throws Exception {
        TopicPartition partition = new TopicPartition(InternalTopic.FLUSH.topicName(), slot.value());
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    private List<String> deadLetters() {
        TopicPartition partition = new TopicPartition(intake.deadLetterTopic(), 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", backing.kafkaBootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
            }
        }
        return values;
    }

    private KafkaProducer<byte[], byte[]> transactional(String id) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        backing.kafkaBootstrap(),
                        "transactional.id",
                        id,
                        "transaction.timeout.ms",
                        30_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        assertTrue(producer.partitionsFor(InternalTopic.FLUSH.topicName()).size() == 128);
        return producer;
    }
}
