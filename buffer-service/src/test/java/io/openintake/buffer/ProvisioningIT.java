package io.openintake.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.ProvisioningReported.Outcome;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.testkit.Eventually;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ProvisioningIT {
    private static final Capacity SMALL = new Capacity(1_000, 10);
    private static final Capacity LARGE = new Capacity(20_000_000, 1);
    private static BufferBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new BufferBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void createsBothTopicsWithTheSettingsThatThePromisesNeed() throws Exception {
        RunnerDefined runner = bench.runner(LARGE);
        IntakeDefined intake = bench.intake(runner);
        try (RunningBuffer buffer = bench.start()) {
            Eventually.equal("outcome", Outcome.READY, () -> outcome(intake));
            Eventually.holds("ready", buffer::isReady);
        }
        assertEquals(3, partitions(intake.intake().topic()));
        assertEquals(1, partitions(intake.intake().deadLetterTopic()));
        Map<String, String> main = settings(intake.intake().topic());
        assertEquals("-1", main.get("retention.ms"));
        assertEquals("-1", main.get("retention.bytes"));
        assertEquals("LogAppendTime", main.get("message.timestamp.type"));
        assertEquals("67108864", main.get("segment.bytes"));
        assertEquals("600000", main.get("segment.ms"));
        assertEquals("4194304", main.get("max.message.bytes"));
        assertEquals("false", main.get("unclean.leader.election.enable"));
        Map<String, String> dead = settings(intake.intake().deadLetterTopic());
        assertEquals("8388608", dead.get("max.message.bytes"));
        assertEquals("gzip", dead.get("compression.type"));
        assertEquals("LogAppendTime", dead.get("message.timestamp.type"));
        assertEquals("604800000", dead.get("retention.ms"));
    }

    @Test
    void reportsOncePerDefinitionVersionThoughItRestarts() throws Exception {
        IntakeDefined intake = bench.intake(bench.runner(SMALL));
        try (RunningBuffer buffer = bench.start()) {
            Eventually.equal("outcome", Outcome.READY, () -> outcome(intake));
        }
        String topicId = bench.topicId(intake);
        try (RunningBuffer buffer = bench.start()) {
            Eventually.holds("ready again", buffer::isReady);
            IntakeDefined changed = bench.change(intake, Lifecycle.ACTIVE);
            Eventually.equal("definition version", changed.version(), () -> answered(intake));
        }
        assertEquals(topicId, bench.topicId(intake));
        assertEquals(2, bench.reports(intake));
    }

    @Test
    void saysWhyTheClusterRefusesAndRecoversWhenItDoesNot() throws Exception {
        IntakeDefined intake = bench.intake(bench.runner(SMALL));
        try (RunningBuffer buffer = bench.start(3)) {
            Eventually.equal("outcome", Outcome.FAILED, () -> outcome(intake));
            String reason = bench.provisioning(intake).orElseThrow().reason();
            assertTrue(reason.contains("refused") && reason.contains("replication factor"), reason);
            assertFalse(bench.exists(intake.intake().topic()));
        }
        try (RunningBuffer buffer = bench.start()) {
            Eventually.equal("outcome", Outcome.READY, () -> outcome(intake));
        }
    }

    @Test
    void saysWhenSomebodyTurnedRetentionOn() throws Exception {
        IntakeDefined intake = bench.intake(bench.runner(SMALL));
        try (RunningBuffer buffer = bench.start()) {
            Eventually.equal("outcome", Outcome.READY, () -> outcome(intake));
            var resource = new ConfigResource(
                    ConfigResource.Type.TOPIC, intake.intake().topic());
            bench.admin
                    .incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("retention.ms", "86400000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            Eventually.equal("outcome", Outcome.FAILED, () -> outcome(intake));
            String reason = bench.provisioning(intake).orElseThrow().reason();
            assertTrue(reason.contains("retention.ms is 86400000, not -1"), reason);
        }
    }

    private static Outcome outcome(IntakeDefined intake) {
        return bench.provisioning(intake).map(ProvisioningReported::outcome).orElse(null);
    }

    private static long answered(IntakeDefined intake) {
        return bench.provisioning(intake)
                .map(ProvisioningReported::definitionVersion)
                .orElse(0L);
    }

    private static int partitions(String topic) throws Exception {
        return bench.admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(20, TimeUnit.SECONDS)
                .get(topic)
                .partitions()
                .size();
    }

    private static Map<String, String> settings(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> settings = new HashMap<>();
        bench.admin
                .describeConfigs(List.of(resource))
                .all()
                .get(20, TimeUnit.SECONDS)
                .get(resource)
                .entries()
                .forEach(entry -> settings.put(entry.name(), entry.value()));
        return settings;
    }
}
