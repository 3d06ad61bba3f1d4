package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Lifecycle;
import io.openintake.testkit.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.EndTransactionMarker;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a producer is answered, row by row; {@link LeadersIT} and {@link RateIT} hold the rows that need more. */
class ErrorMapIT {
    private static final int COMPRESSION_OFFSET = 22;
    private static final int HEADER_BYTES = 61;
    private static RunningGateway gateway;
    private static Tenant tenant;
    private static Tenant other;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.withTls();
        tenant = gateway.tenant(1);
        other = gateway.tenant(1);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void anothersTopicAndTheWrongUserTypeAreDenied() throws IOException {
        try (Login login = in(tenant.writer().userName())) {
            assertEquals(
                    29,
                    Produced.to(login, other, Map.of(0, Produced.messages(1))).errorCode(0));
        }
        try (Login reader = in(tenant.reader().userName())) {
            assertEquals(
                    29,
                    Produced.to(reader, tenant, Map.of(0, Produced.messages(1))).errorCode(0));
        }
    }

    @Test
    void aPartitionThatIsNoneIsUnknown() throws IOException {
        try (Login login = in(tenant.writer().userName())) {
            assertEquals(
                    3,
                    Produced.to(login, tenant, Map.of(9, Produced.messages(1))).errorCode(9));
        }
    }

    @Test
    void aRecordThatIsTooLargeIsToldTheLimit() throws IOException {
        MemoryRecords large = MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[65 * 1_024]));
        refused(10, "limit of 65536 bytes", large);
    }

    @Test
    void onlyPlainBatchesOfTheNewFormatAreTaken() throws IOException {
        MemoryRecords old = MemoryRecords.withRecords((byte) 1, Compression.NONE, new SimpleRecord(new byte[1]));
        refused(87, "only record batches of format v2", old);
        MemoryRecords control = MemoryRecords.withEndTransactionMarker(
                7, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 0));
        assertTrue(control.batches().iterator().next().isControlBatch());
        MemoryRecords transactional = MemoryRecords.withTransactionalRecords(
                Compression.NONE, 7, (short) 0, 0, new SimpleRecord(new byte[1]));
        refused(53, "transactions are not supported", transactional);
        byte[] marker = bytes(control);
        // Without the mark of a transaction, which is refused before.
        marker[COMPRESSION_OFFSET] &= ~0x10;
        refused(87, "control batches", Produced.raw(marker));
    }

    @Test
    void whatCannotBeInflatedIsCorrupt() throws IOException {
        MemoryRecords zeros = MemoryRecords.withRecords(
                Compression.of(CompressionType.GZIP).build(), new SimpleRecord(new byte[999]));
        byte[] broken = bytes(zeros);
        for (int index = HEADER_BYTES; index < broken.length; index++) {
            broken[index] ^= 0x5a;
        }
        refused(2, "cannot be read", Produced.raw(broken));
    }

    @Test
    void aTransactionalProducerIsDenied() throws IOException {
        try (Login login = in(tenant.writer().userName())) {
            ProduceRequestData request =
                    new ProduceRequestData().setTransactionalId("t").setAcks((short) -1);
            ProduceRequestData.TopicProduceData topic = new ProduceRequestData.TopicProduceData()
                    .setName(tenant.intake().topic());
            topic.partitionData()
                    .add(new ProduceRequestData.PartitionProduceData()
                            .setIndex(0)
                            .setRecords(Produced.messages(1)));
            request.topicData().add(topic);
            ProduceResponseData answer = login.call(request, (short) 9, new ProduceResponseData());
            var outcome =
                    answer.responses().iterator().next().partitionResponses().getFirst();
            assertEquals(53, outcome.errorCode());
            assertTrue(outcome.errorMessage().contains("transactions are not supported"), outcome.errorMessage());
        }
    }

    @Test
    void aTopicThatIsNotThereYetHasNoLeader() throws IOException {
        Tenant early = Tenant.make();
        gateway.publish(early.runnerDefined("127.0.0.1:9", Tenant.CAPACITY));
        gateway.publish(early.intakeDefined(1, Lifecycle.ACTIVE));
        gateway.publish(early.userDefined(io.openintake.contracts.UserType.INTAKE, 1, Tenant.PASSWORD));
        Eventually.holds("the user gets in", () -> {
            try (Login login = Login.tls(gateway)) {
                return login.plain(early.writer().userName(), Tenant.PASSWORD);
            }
        });
        try (Login login = in(early.writer().userName())) {
            MetadataResponseData answer =
                    login.call(new MetadataRequestData().setTopics(null), (short) 12, new MetadataResponseData());
            assertEquals(5, answer.topics().iterator().next().errorCode());
        }
    }

    @Test
    void anIntakeThatIsBeingDeletedEndsItsSessionsAndLetsNobodyIn() throws IOException {
        Tenant leaving = gateway.tenant(1);
        try (Login login = in(leaving.writer().userName())) {
            gateway.publish(leaving.intakeDefined(2, Lifecycle.DELETING));
            assertEquals(Optional.empty(), login.receive());
        }
        try (Login login = Login.tls(gateway)) {
            assertTrue(!login.plain(leaving.writer().userName(), Tenant.PASSWORD));
        }
    }

    private static void refused(int code, String text, MemoryRecords batch) throws IOException {
        try (Login login = in(tenant.writer().userName())) {
            Produced outcome = Produced.to(login, tenant, Map.of(0, batch));
            assertEquals(code, outcome.errorCode(0), outcome.text(0));
            assertTrue(outcome.text(0).contains(text), outcome.text(0));
        }
    }

    private static byte[] bytes(MemoryRecords records) {
        ByteBuffer buffer = records.buffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Login in(String user) throws IOException {
        Login login = Login.tls(gateway);
        assertTrue(login.plain(user, Tenant.PASSWORD));
        return login;
    }
}
