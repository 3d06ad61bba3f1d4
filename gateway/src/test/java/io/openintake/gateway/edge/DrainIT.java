package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.gateway.it.Clients;
import io.openintake.gateway.it.Login;
import io.openintake.gateway.it.Plan;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import io.openintake.testkit.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

/** The good end of a connection: what was forwarded is answered, and what is not answered was not forwarded. */
class DrainIT {
    /** So many that a connection gets too old before they are all sent. */
    private static final int PIPELINED = 100_000;

    private static final int ROUNDS = 3;

    @Test
    void aConnectionThatGetsTooOldAnswersWhatItForwarded() throws Exception {
        try (RunningGateway gateway = new Plan().age(Duration.ofMillis(150)).start()) {
            Tenant tenant = gateway.tenant(1);
            Set<Integer> answered = new TreeSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                answered.addAll(pipelined(gateway, tenant, round * PIPELINED));
            }
            assertEquals(answered, written(gateway, tenant));
            assertTrue(gateway.closedConnections("drained") > 0, "no connection ended under load");
        }
    }

    @Test
    void aStoppedGatewayAnswersTheRequestThatItHolds() throws Exception {
        try (RunningGateway gateway = RunningGateway.withTls(Duration.ofSeconds(10))) {
            Tenant tenant = gateway.tenant(1);
            gateway.publish(usage(tenant, 1, State.BLOCKED));
            try (Login login = Login.tls(gateway)) {
                assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
                Eventually.holds("the runner is blocked", () -> {
                    login.send(produce(tenant, 1, 10), (short) 9, 1);
                    return error(login.receive().orElseThrow()) == 19;
                });
                login.send(produce(tenant, 2, 5_000), (short) 9, 2);
                login.send(produce(tenant, 3, 5_000), (short) 9, 3);
                Eventually.holds("the request is held", () -> gateway.gauge("intake.gateway.parked.requests") > 0);
                Thread stopper = Thread.ofVirtual().start(gateway::stop);
                byte[] held = login.receive().orElseThrow();
                assertEquals(2, ByteBuffer.wrap(held).getInt());
                assertEquals(19, error(held), "told to try again elsewhere");
                assertEquals(Optional.empty(), login.receive(), "the next one was never taken");
                assertTrue(stopper.join(Duration.ofSeconds(12)));
            }
            assertEquals(Set.of(), written(gateway, tenant));
        }
    }

    @Test
    void aStockProducerDoesNotNoticeThatItsConnectionsAge() throws Exception {
        try (RunningGateway gateway = new Plan().age(Duration.ofMillis(700)).start()) {
            Tenant tenant = gateway.tenant(1);
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            try (KafkaProducer<byte[], byte[]> producer =
                    Clients.producer(gateway, tenant, Map.of("batch.size", 1_000))) {
                double before = gateway.count("intake.gateway.closed.connections");
                Eventually.holds("connections got too old three times", () -> {
                    for (int index = 0; index < 20; index++) {
                        sent.add(producer.send(record(tenant, sent.size())));
                    }
                    producer.flush();
                    return gateway.count("intake.gateway.closed.connections") >= before + 3;
                });
                for (Future<RecordMetadata> one : sent) {
                    one.get(20, TimeUnit.SECONDS);
                }
            }
            assertEquals(IntStream.range(0, sent.size()).boxed().toList(), values(gateway, tenant));
        }
    }

    /** Sends more than can be answered before the end, and returns what was acknowledged. */
    private static Set<Integer> pipelined(RunningGateway gateway, Tenant tenant, int from) throws Exception {
        Set<Integer> answered = new TreeSet<>();
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int index = 0; index < PIPELINED; index++) {
                        login.send(produce(tenant, from + index, 1_000), (short) 9, from + index);
                    }
                } catch (IOException ended) {
                    // The other side has ended first, which is what is looked for.
                }
            });
            for (Optional<byte[]> answer = login.receive(); answer.isPresent(); answer = login.receive()) {
                if (error(answer.get()) == 0) {
                    answered.add(ByteBuffer.wrap(answer.get()).getInt());
                }
            }
            sender.join();
        }
        return answered;
    }

    private static int error(byte[] answer) {
        ByteBuffer body = ByteBuffer.wrap(answer).position(Integer.BYTES + 1).slice();
        ProduceResponseData response = new ProduceResponseData(new ByteBufferAccessor(body), (short) 9);
        return response.responses()
                .iterator()
                .next()
                .partitionResponses()
                .getFirst()
                .errorCode();
    }

    private static ProduceRequestData produce(Tenant tenant, int value, int timeoutMs) {
        byte[] bytes = Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
        TopicProduceData topic = new TopicProduceData().setName(tenant.intake().topic());
        topic.partitionData()
                .add(new PartitionProduceData()
                        .setRecords(MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(bytes))));
        ProduceRequestData request =
                new ProduceRequestData().setAcks((short) -1).setTimeoutMs(timeoutMs);
        request.topicData().add(topic);
        return request;
    }

    private static ProducerRecord<byte[], byte[]> record(Tenant tenant, int value) {
        return new ProducerRecord<>(
                tenant.intake().topic(), Integer.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    private static UsageReported usage(Tenant tenant, long version, State state) {
        return new UsageReported(
                tenant.runner(), version, state, 0, 1_000_000, 0, 1_000_000, Optional.of(Instant.EPOCH));
    }

    private static Set<Integer> written(RunningGateway gateway, Tenant tenant) {
        List<Integer> values = values(gateway, tenant);
        Set<Integer> once = new TreeSet<>(values);
        assertEquals(values.size(), once.size(), "something is there twice");
        return once;
    }

    private static List<Integer> values(RunningGateway gateway, Tenant tenant) {
        List<Integer> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.inside(gateway)) {
            TopicPartition partition = new TopicPartition(tenant.intake().topic(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
                    values.add(Integer.parseInt(new String(one.value(), StandardCharsets.US_ASCII)));
                }
            }
        }
        return values;
    }
}
