package io.openintake.buffer.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.IntakeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopicPlanTest {
    private static final IntakeId INTAKE = IntakeId.parse("018f0000-0000-7000-8000-000000000001");
    private static final Capacity SMALL = new Capacity(1_000, 10);
    private static final Capacity LARGE = new Capacity(20_000_000, 1);

    @Test
    void givesAnIntakeTopicTheSettingsThatThePromisesNeed() {
        TopicPlan plan = TopicPlan.intake(INTAKE, LARGE, (short) 3);
        assertEquals("intake-" + INTAKE, plan.topic());
        assertEquals(3, plan.partitions());
        assertEquals(
                Map.of(
                        "retention.ms", "-1",
                        "retention.bytes", "-1",
                        "cleanup.policy", "delete",
                        "message.timestamp.type", "LogAppendTime",
                        "segment.bytes", "67108864",
                        "segment.ms", "600000",
                        "max.message.bytes", "4194304",
                        "min.insync.replicas", "2",
                        "unclean.leader.election.enable", "false"),
                plan.settings());
    }

    @Test
    void givesASmallRunnersIntakeOnePartitionWithSmallSegments() {
        TopicPlan plan = TopicPlan.intake(INTAKE, SMALL, (short) 1);
        assertEquals(1, plan.partitions());
        assertEquals("16777216", plan.settings().get("segment.bytes"));
        assertEquals("1", plan.settings().get("min.insync.replicas"));
    }

    @Test
    void givesADeadLetterTopicOneGzipPartitionOfSevenDays() {
        TopicPlan plan = TopicPlan.deadLetters(INTAKE, Duration.ofDays(7), (short) 3);
        assertEquals("deadletter-intake-" + INTAKE, plan.topic());
        assertEquals(1, plan.partitions());
        assertEquals(
                Map.of(
                        "retention.ms", "604800000",
                        "cleanup.policy", "delete",
                        "compression.type", "gzip",
                        "message.timestamp.type", "LogAppendTime",
                        "segment.bytes", "16777216",
                        "max.message.bytes", "8388608",
                        "min.insync.replicas", "2",
                        "unclean.leader.election.enable", "false"),
                plan.settings());
    }

    @Test
    void findsNoDriftInWhatItAskedFor() {
        TopicPlan plan = TopicPlan.intake(INTAKE, SMALL, (short) 1);
        assertEquals(List.of(), plan.drift(new TopicFacts("id", 1, 1, plan.settings())));
    }

    @Test
    void namesEverySettingThatDrifted() {
        TopicPlan plan = TopicPlan.intake(INTAKE, SMALL, (short) 1);
        Map<String, String> changed = new HashMap<>(plan.settings());
        changed.put("retention.ms", "86400000");
        changed.put("message.timestamp.type", "CreateTime");
        assertEquals(
                List.of("message.timestamp.type is CreateTime, not LogAppendTime", "retention.ms is 86400000, not -1"),
                plan.drift(new TopicFacts("id", 1, 1, changed)));
    }

    @Test
    void acceptsTopicsThatWereMadeForAnotherCapacity() {
        TopicPlan small = TopicPlan.intake(INTAKE, SMALL, (short) 1);
        TopicPlan large = TopicPlan.intake(INTAKE, LARGE, (short) 1);
        assertEquals(List.of(), large.drift(new TopicFacts("id", 1, 1, small.settings())));
        assertEquals(List.of(), small.drift(new TopicFacts("id", 3, 3, large.settings())));
    }

    @Test
    void refusesSegmentsTooLargeToLeaveTheDisk() {
        TopicPlan plan = TopicPlan.intake(INTAKE, SMALL, (short) 1);
        Map<String, String> changed = new HashMap<>(plan.settings());
        changed.put("segment.bytes", "1073741824");
        assertEquals(
                List.of("segment.bytes is 1073741824, not 16777216"), plan.drift(new TopicFacts("id", 1, 1, changed)));
    }

    @Test
    void acceptsDeadLettersThatAreKeptForAnotherTime() {
        TopicPlan before = TopicPlan.deadLetters(INTAKE, Duration.ofDays(7), (short) 1);
        TopicPlan after = TopicPlan.deadLetters(INTAKE, Duration.ofDays(1), (short) 1);
        TopicFacts facts = new TopicFacts("id", 1, 1, before.settings());
        assertEquals(List.of(), after.drift(facts));
        assertEquals(List.of("retention.ms is 604800000, not 86400000"), after.harmlessDrift(facts));
    }

    @Test
    void acceptsMoreInsyncReplicasThanPlannedAndRefusesFewer() {
        TopicPlan one = TopicPlan.intake(INTAKE, SMALL, (short) 1);
        TopicPlan three = TopicPlan.intake(INTAKE, SMALL, (short) 3);
        assertEquals(List.of(), one.drift(new TopicFacts("id", 1, 1, three.settings())));
        assertEquals(
                List.of("min.insync.replicas is 1, not 2"), three.drift(new TopicFacts("id", 1, 1, one.settings())));
    }
}
