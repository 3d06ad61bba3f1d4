package io.openintake.flusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.flush.DeadLetterHeaders;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import io.openintake.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlusherIT {
    private FlusherBench bench;

    @BeforeEach
    void setUp() throws Exception {
        bench = new FlusherBench();
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void bringsEveryMessageIntoTheTableOrTheDeadLetterTopic() throws Exception {
        bench.define(Duration.ofSeconds(1));
        bench.produce("{\"n\":0}", "{\"n\":1}", "not json", "{\"n\":3}");
        try (RunningFlusher flusher = RunningFlusher.start(bench, TestSettings.ofOrdinal(1), point -> {})) {
            Eventually.equal("rows", Set.of(0L, 1L, 3L), this::rows);
            bench.produce("{\"n\":4}", "[]", "{\"n\":6}");
            Eventually.equal("rows", Set.of(0L, 1L, 3L, 4L, 6L), this::rows);
            Eventually.equal(
                    "settled",
                    true,
                    () -> bench.state().map(state -> state.pending().isEmpty()).orElse(false));
            assertTrue(flusher.isReady());
        }
        assertEquals(5, bench.column("n").size());
        List<ConsumerRecord<byte[], byte[]>> letters = bench.deadLetters();
        assertEquals(2, letters.size());
        assertEquals("not json", new String(letters.get(0).value(), StandardCharsets.UTF_8));
        assertEquals("not-json", header(letters.get(0), DeadLetterHeaders.REASON));
        assertEquals("not-an-object", header(letters.get(1), DeadLetterHeaders.REASON));
        FlushState state = bench.state().orElseThrow();
        assertEquals(7, state.at().values().stream().mapToLong(Position::to).sum());
        assertEquals(5, state.at().values().stream().mapToLong(Position::rows).sum());
        assertEquals(2, state.at().values().stream().mapToLong(Position::dead).sum());
    }

    private Set<Object> rows() {
        return new TreeSet<>(bench.column("n"));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
