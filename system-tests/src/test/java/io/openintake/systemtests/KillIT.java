package io.openintake.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.openintake.contracts.ServiceName;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever dies, and whenever: every acknowledged message is exactly one row or exactly one dead letter. */
final class KillIT {
    private static final Duration RECOVERY = Duration.ofSeconds(120);

    /** So many that the load is not slowed to the hourly rate. */
    private static final int MESSAGES_PER_HOUR = 4_000_000;

    private static final int LARGEST_KIB = 5;

    /** In the second flush of the intake; each flush makes two transactions, the intent and the outcome. */
    @ParameterizedTest
    @CsvSource({"f.beforeIntent, 2", "f.beforePost, 2", "f.afterPost, 2", "f.txnSent, 4"})
    void aFlusherThatDiesLeavesEachMessageExactlyOnce(String point, int time) throws Exception {
        Rig rig = Rig.shared();
        Tenant tenant = Tenant.create(
                rig, "kill-" + point.substring(2).toLowerCase(java.util.Locale.ROOT), MESSAGES_PER_HOUR, LARGEST_KIB);
        rig.stop(ServiceName.FLUSHER);
        rig.restartFlusherThatHaltsAt(point, time);
        Load load = new Load(tenant, point);
        try (load) {
            Eventually.within(RECOVERY)
                    .untilHolds("the flusher died at " + point, () -> !rig.isAlive(ServiceName.FLUSHER));
            rig.kill(ServiceName.FLUSHER);
            int before = load.acknowledgedCount();
            rig.restart(ServiceName.FLUSHER);
            Eventually.holds("load went on meanwhile", () -> load.acknowledgedCount() > before + 500);
        }
        assertExactlyOnce(tenant, load);
    }

    @Test
    void aGatewayThatDiesUnderLoadLosesAndRepeatsNothing() throws Exception {
        Rig rig = Rig.shared();
        Tenant tenant = Tenant.create(rig, "kill-gateway", MESSAGES_PER_HOUR, LARGEST_KIB);
        Load load = new Load(tenant, "gateway");
        try (load) {
            for (int kill = 0; kill < 2; kill++) {
                int before = load.acknowledgedCount();
                Eventually.holds("messages are acknowledged", () -> load.acknowledgedCount() > before + 2_000);
                rig.kill(ServiceName.GATEWAY);
                rig.restart(ServiceName.GATEWAY);
            }
            int after = load.acknowledgedCount();
            Eventually.within(RECOVERY).untilHolds("producing goes on", () -> load.acknowledgedCount() > after + 1_000);
        }
        assertExactlyOnce(tenant, load);
    }

    private static void assertExactlyOnce(Tenant tenant, Load load) throws Exception {
        JsonNode ledger = tenant.awaitSettled(load.acknowledgedCount(), RECOVERY);
        Set<String> found = new HashSet<>();
        for (JsonNode row : tenant.rows()) {
            assertTrue(found.add(row.path("id").textValue()), "twice: " + row);
        }
        long rows = found.size();
        for (ConsumerRecord<String, byte[]> letter :
                tenant.deadLetters(ledger.path("deadLettered").longValue())) {
            assertTrue(found.add(letter.key()), "twice: " + letter.key());
        }
        assertEquals(ledger.path("delivered").longValue(), rows);
        assertEquals(ledger.path("deadLettered").longValue(), found.size() - rows);
        Set<String> lost = new HashSet<>(load.acknowledged());
        lost.removeAll(found);
        assertEquals(Set.of(), lost, "acknowledged, and neither row nor dead letter");
        Set<String> phantoms = new HashSet<>(found);
        phantoms.removeAll(load.sent());
        assertEquals(Set.of(), phantoms, "never sent");
    }
}
