package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broker that falls, or falls silent, behind the gateway. */
@Tag("faults")
class BrokerFaultsIT {
    private static final List<Integer> ON_FIRST = List.of(TwoBrokers.FIRST, TwoBrokers.SECOND);
    private static final List<Integer> ON_SECOND = List.of(TwoBrokers.SECOND, TwoBrokers.FIRST);
    private TwoBrokers brokers;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        brokers = TwoBrokers.start();
        gateway = RunningGateway.before(brokers.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
        brokers.close();
    }

    @Test
    void whenLeadersAreKilledUnderLoadNothingIsLostDoubledOrOutOfOrder() throws Exception {
        Tenant tenant = brokers.tenant(gateway, List.of(ON_FIRST, ON_SECOND));
        TopicPartition second = new TopicPartition(tenant.intake().topic(), 1);
        try (Load load = new Load(Clients.producer(gateway, tenant, Load.SETTINGS), tenant, 2).start()) {
            for (int round = 0; round < 2; round++) {
                load.awaitMore(2_000);
                brokers.killSecond();
                load.awaitMore(2_000);
                brokers.restartSecond();
                brokers.move(second, ON_SECOND);
            }
            load.awaitMore(2_000);
            load.stopAndVerify(brokers.settings());
        }
    }

    @Test
    void aSilentBrokerEndsTheConnectionsThatWaitForItAndThoseOnly() throws Exception {
        Tenant tenant = brokers.tenant(gateway, List.of(ON_FIRST, ON_SECOND));
        try (Login waiting = in(tenant);
                Login other = in(tenant)) {
            assertEquals(
                    0,
                    Produced.to(waiting, tenant, Map.of(1, Produced.messages(1)))
                            .errorCode(1));
            brokers.freezeSecond();
            long begun = System.nanoTime();
            Produced.unanswered(waiting, tenant, Map.of(1, Produced.messages(1)));
            assertEquals(
                    0,
                    Produced.to(other, tenant, Map.of(0, Produced.messages(1))).errorCode(0));
            assertEquals(Optional.empty(), waiting.receive());
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(waited.toSeconds() >= 14 && waited.toSeconds() < 20, waited::toString);
            assertEquals(
                    0,
                    Produced.to(other, tenant, Map.of(0, Produced.messages(1))).errorCode(0));
        }
    }

    @Test
    void aGroupOfDeadLetterReadersGoesOnWhenItsCoordinatorIsKilled() throws Exception {
        Tenant tenant = brokers.tenant(gateway, List.of(ON_FIRST));
        deadLetters(tenant, 0, 20);
        List<Integer> read = new ArrayList<>();
        String group = groupOnSecond(tenant);
        Map<String, Object> settings = Map.of("group.id", group, "max.poll.records", 10);
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(gateway, tenant, settings)) {
            consumer.subscribe(List.of(tenant.intake().deadLetterTopic()));
            read(consumer, read, 20);
            consumer.commitSync();
            brokers.killSecond();
            deadLetters(tenant, 20, 40);
            read(consumer, read, 40);
            consumer.commitSync(Duration.ofSeconds(30));
        }
        brokers.restartSecond();
        deadLetters(tenant, 40, 41);
        try (KafkaConsumer<byte[], byte[]> next = Clients.reader(gateway, tenant, settings)) {
            next.subscribe(List.of(tenant.intake().deadLetterTopic()));
            List<Integer> afterwards = new ArrayList<>();
            read(next, afterwards, 1);
            assertEquals(List.of(40), afterwards, "what was committed at the new coordinator holds");
        }
        // A rebalance may show the same record twice, but none may be missing.
        assertEquals(40, new TreeSet<>(read).size());
    }

    /** The name of a group that the broker which will fall coordinates. */
    private String groupOnSecond(Tenant tenant) throws Exception {
        for (int number = 0; number < 20; number++) {
            String group = "g" + number;
            try (KafkaConsumer<byte[], byte[]> probe = Clients.reader(gateway, tenant, Map.of("group.id", group))) {
                TopicPartition partition = new TopicPartition(tenant.intake().deadLetterTopic(), 0);
                probe.assign(List.of(partition));
                probe.commitSync(Map.of(partition, new org.apache.kafka.clients.consumer.OffsetAndMetadata(0)));
            }
            if (brokers.coordinator("u." + tenant.intake() + "." + group) == TwoBrokers.SECOND) {
                return group;
            }
        }
        throw new AssertionError("no group has its coordinator on the second broker");
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, List<Integer> into, int count) {
        Eventually.within(Duration.ofSeconds(60)).untilHolds(count + " dead letters are read", () -> {
            for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(500))) {
                into.add(Integer.parseInt(new String(one.value(), StandardCharsets.US_ASCII)));
            }
            return new TreeSet<>(into).size() >= count;
        });
    }

    private void deadLetters(Tenant tenant, int from, int to) throws Exception {
        Map<String, Object> settings = new java.util.HashMap<>(brokers.settings());
        try (KafkaProducer<byte[], byte[]> inside =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int number = from; number < to; number++) {
                byte[] value = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
                inside.send(new ProducerRecord<>(tenant.intake().deadLetterTopic(), value))
                        .get(60, TimeUnit.SECONDS);
            }
        }
    }

    private Login in(Tenant tenant) throws java.io.IOException {
        Login login = Login.tls(gateway);
        assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
        return login;
    }
}
