package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.testkit.Eventually;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

/** A hundred batches at once that are small on the wire and huge inside, before a gateway of 256 MiB. */
class BombIT {
    private static final int BOMBS = 100;
    private static final int INFLATED_BYTES = 200 * 1_024 * 1_024;

    @Test
    void bombsAreRefusedOneByOneAndOthersGoOn() throws Exception {
        Map<String, String> cluster =
                Map.of("bootstrap.servers", SharedBacking.with(Part.KAFKA).kafkaBootstrap());
        List<MemoryRecords> bombs = List.of(bomb(CompressionType.GZIP), bomb(CompressionType.ZSTD));
        try (ShippedGateway gateway = new ShippedGateway(cluster);
                ExecutorService clients = Executors.newFixedThreadPool(BOMBS)) {
            Tenant made = Tenant.make();
            Tenant tenant = gateway.defined(made, new NewTopic(made.intake().topic(), 1, (short) 1));
            try (KafkaProducer<byte[], byte[]> honest = gateway.producer(tenant, Map.of())) {
                Eventually.holds("the tenant is known", () -> sent(honest, tenant) >= 0);
                List<Future<Short>> outcomes = new ArrayList<>();
                for (int index = 0; index < BOMBS; index++) {
                    MemoryRecords bomb = bombs.get(index % bombs.size());
                    outcomes.add(clients.submit(() -> thrown(gateway, tenant, bomb)));
                }
                assertTrue(sent(honest, tenant) > 0, "others go on meanwhile");
                for (Future<Short> outcome : outcomes) {
                    assertEquals((short) 10, outcome.get(60, TimeUnit.SECONDS));
                }
                assertTrue(sent(honest, tenant) > 0);
            }
            assertTrue(gateway.process().isAlive(), gateway.process().logTail());
        }
    }

    private static long sent(KafkaProducer<byte[], byte[]> producer, Tenant tenant) throws Exception {
        return producer.send(new ProducerRecord<>(tenant.intake().topic(), new byte[] {'{', '}'}))
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    private static short thrown(ShippedGateway gateway, Tenant tenant, MemoryRecords bomb) throws Exception {
        try (Login login = Login.tls(gateway.port(), gateway.certificate())) {
            assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
            while (true) {
                short outcome = Produced.to(login, tenant, Map.of(0, bomb)).errorCode(0);
                // The gateway may be busy, which is for the client to try again.
                if (outcome != 19) {
                    return outcome;
                }
            }
        }
    }

    /** A single record of zeros. */
    private static MemoryRecords bomb(CompressionType type) {
        return MemoryRecords.withRecords(Compression.of(type).build(), new SimpleRecord(new byte[INFLATED_BYTES]));
    }
}
