package io.openintake.flusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.flush.DeadLetterHeaders;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.ServiceProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A record that ends every process that converts it, with the service as it is shipped. */
@Tag("faults")
class CulpritIT {
    private static final int MESSAGES = 16;
    private static final int CULPRIT = 11;
    /** Two of the whole batch, one for each halving of 16 offsets, two more of the culprit alone. */
    private static final int MAX_CRASHES = 9;

    @Test
    void isolatesARecordThatEndsTheProcessAndDeliversAllOthers() throws Exception {
        try (FlusherBench bench = new FlusherBench()) {
            bench.define(Duration.ofSeconds(1));
            String[] values = new String[MESSAGES];
            for (int i = 0; i < MESSAGES; i++) {
                values[i] = "{\"n\":" + i + "}";
            }
            bench.produce(values);
            int crashes = crashesUntilDelivered(bench);
            assertTrue(crashes >= 2 && crashes <= MAX_CRASHES, crashes + " crashes");
            Set<Object> expected = LongStream.range(0, MESSAGES)
                    .filter(n -> n != CULPRIT)
                    .boxed()
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(expected, new TreeSet<>(bench.column("n")));
            assertEquals(MESSAGES - 1, bench.column("n").size());
            assertEquals(1, bench.deadLetters().size());
            ConsumerRecord<byte[], byte[]> letter = bench.deadLetters().getFirst();
            assertEquals("{\"n\":11}", new String(letter.value(), StandardCharsets.UTF_8));
            assertEquals("crashed-twice", header(letter, DeadLetterHeaders.REASON));
            assertEquals("5", header(letter, DeadLetterHeaders.SOURCE_OFFSET));
        }
    }

    private static int crashesUntilDelivered(FlusherBench bench) throws Exception {
        for (int crashes = 0; crashes <= MAX_CRASHES; crashes++) {
            try (ServiceProcess service = launched(bench)) {
                Eventually.within(Duration.ofSeconds(120))
                        .untilHolds("crashed or delivered", () -> !service.isAlive() || isDelivered(bench));
                if (service.isAlive()) {
                    return crashes;
                }
            }
        }
        throw new AssertionError("not isolated after " + MAX_CRASHES + " crashes");
    }

    private static boolean isDelivered(FlusherBench bench) {
        return bench.state().stream()
                        .flatMap(state -> state.at().values().stream())
                        .mapToLong(position -> position.rows() + position.dead())
                        .sum()
                == MESSAGES;
    }

    private static ServiceProcess launched(FlusherBench bench) throws Exception {
        Path classes = Path.of(HaltAtOffset.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        // messages alternate between two partitions
        return ServiceProcess.of("flusher-service")
                .property("kafka.bootstrap.servers", bench.bootstrap())
                .property("intake.bus.replication-factor", "1")
                .property("intake.flusher.ordinal", "1")
                .property("intake.flusher.sweep-interval", "500ms")
                .property("intake.flusher.first-flush", "1s")
                .property("intake.flusher.trusted-hosts", "127.0.0.1")
                .property("openintake.failpoints", HaltAtOffset.class.getName())
                .property(HaltAtOffset.PROPERTY, CULPRIT % FlusherBench.PARTITIONS + ":" + CULPRIT / 2)
                .classPath(classes)
                .launch();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
