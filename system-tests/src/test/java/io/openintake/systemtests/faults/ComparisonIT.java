package io.openintake.systemtests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.ServiceName;
import io.openintake.systemtests.ForeignClients;
import io.openintake.systemtests.Rig;
import io.openintake.systemtests.Tenant;
import io.openintake.systemtests.check.History.Sent;
import io.openintake.systemtests.check.Workload;
import io.openintake.systemtests.faults.CatalogGate.Held;
import io.openintake.systemtests.faults.CatalogGate.Spoiling;
import io.openintake.systemtests.faults.CatalogGate.Where;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same faults for OpenIntake and for Iceberg's Kafka Connect sink; see {@code docs/comparison.md}. */
@Tag("comparison")
final class ComparisonIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PART = 300;
    private static final int ALL = 3 * PART;

    /** What happens to the second commit. */
    enum Fault {
        NONE,
        CONFLICT_FOR_ITS_OWN_COMMIT,
        UNAVAILABLE_RETRY_LATER,
        ANSWER_LOST,
        POSTED_TWICE,
        KILLED_BEFORE_THE_ANSWER
    }

    @BeforeAll
    static void stopTheUsualFlusher() throws Exception {
        Rig.shared().stop(ServiceName.FLUSHER);
    }

    @AfterAll
    static void startItAgain() throws Exception {
        Rig.shared().restart(ServiceName.FLUSHER);
    }

    @ParameterizedTest
    @EnumSource
    void oursIsRightUnderTheFaultAndTheOtherIsShownAsItIs(Fault fault) throws Exception {
        Map<String, String> seen = new TreeMap<>();
        for (Map.Entry<String, Contestant.Maker> contestant : Contestant.all().entrySet()) {
            String outcome = trial(contestant.getKey(), contestant.getValue(), fault);
            System.out.printf("[comparison] %s | %s | %s%n", fault, contestant.getKey(), outcome);
            seen.put(contestant.getKey(), outcome);
        }
        assertEquals("right", seen.get("OpenIntake"), seen.toString());
    }

    private static String trial(String name, Contestant.Maker maker, Fault fault) throws Exception {
        Rig rig = Rig.shared();
        String table = (name.charAt(0) + "_" + fault).toLowerCase(Locale.ROOT);
        try (CatalogGate gate =
                        new CatalogGate(rig.endpoints().backing().catalog().uri());
                OwnersTable owners = new OwnersTable(rig.endpoints().backing().catalog(), Tenant.NAMESPACE, table)) {
            owners.create();
            try (Contestant contestant = maker.make(rig, gate, table)) {
                contestant.start();
                fill(rig, contestant.topic(), 0);
                if (!awaitRows(owners, PART)) {
                    return "nothing came through before the fault";
                }
                strike(fault, gate, contestant, () -> fill(rig, contestant.topic(), PART));
                if (!awaitRows(owners, 2 * PART)) {
                    // what its operator would do
                    contestant.kill();
                    contestant.start();
                }
                fill(rig, contestant.topic(), 2 * PART);
                boolean complete = awaitRows(owners, ALL);
                if (!gate.hasSpoilt()) {
                    return "the fault did not happen";
                }
                return outcome(rig, table) + (complete ? "" : " after " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private static void strike(Fault fault, CatalogGate gate, Contestant contestant, Runnable more) throws Exception {
        switch (fault) {
            case NONE -> more.run();
            case CONFLICT_FOR_ITS_OWN_COMMIT -> spoil(gate, Spoiling.CONFLICT, more);
            case UNAVAILABLE_RETRY_LATER -> spoil(gate, Spoiling.RETRY_LATER, more);
            case ANSWER_LOST -> spoil(gate, Spoiling.LOST, more);
            case POSTED_TWICE -> spoil(gate, Spoiling.TWICE, more);
            case KILLED_BEFORE_THE_ANSWER -> {
                Held held = gate.holdNext(Where.ANSWER);
                more.run();
                held.awaitArrival();
                contestant.kill();
                held.release();
                contestant.start();
            }
        }
    }

    private static void spoil(CatalogGate gate, Spoiling how, Runnable more) {
        gate.spoilNext(how);
        more.run();
    }

    private static void fill(Rig rig, String topic, int from) {
        Map<String, Object> client =
                Map.of("bootstrap.servers", rig.endpoints().backing().kafka());
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
            for (int n = from; n < from + PART; n++) {
                // no broken ones: the sink has no dead letters
                Sent sent = Workload.message("m", n * 20L, true);
                var unused = producer.send(Workload.toRecord(topic, sent));
            }
        }
    }

    private static boolean awaitRows(OwnersTable table, int rows) {
        try {
            Eventually.within(PATIENCE).untilHolds(rows + " rows", () -> {
                Snapshot now = table.load().currentSnapshot();
                return now != null && Long.parseLong(now.summary().get("total-records")) >= rows;
            });
            return true;
        } catch (AssertionError late) {
            return false;
        }
    }

    /** What DuckDB reads. */
    private static String outcome(Rig rig, String table) throws Exception {
        List<String> rows;
        try {
            rows = ForeignClients.readTable(rig.endpoints().backing(), Tenant.NAMESPACE, table);
        } catch (AssertionError unreadable) {
            return "the table cannot be read any more";
        }
        Set<String> ids = new HashSet<>();
        for (String row : rows) {
            ids.add(new ObjectMapper().readTree(row).path("id").asText());
        }
        int lost = ALL - ids.size();
        int doubled = rows.size() - ids.size();
        return lost == 0 && doubled == 0 ? "right" : "%d of %d missing, %d doubled".formatted(lost, ALL, doubled);
    }
}
