package io.openintake.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ValueTypesTest {
    private static final String ID = "3f0f6f1e-0000-4000-8000-000000000001";

    @Test
    void parsesOnlyCanonicalIds() {
        assertEquals(ID, IntakeId.parse(ID).toString());
        assertThrows(IllegalArgumentException.class, () -> IntakeId.parse("1-1-1-1-1"));
        assertThrows(IllegalArgumentException.class, () -> IntakeId.parse(ID + " "));
    }

    @Test
    void findsTheIntakeInItsTopicNamesOnly() {
        IntakeId intake = IntakeId.parse(ID);
        assertEquals(Optional.of(intake), IntakeId.ofTopic(intake.topic()));
        assertEquals(Optional.of(intake), IntakeId.ofDeadLetterTopic(intake.deadLetterTopic()));
        assertEquals(Optional.empty(), IntakeId.ofTopic(intake.deadLetterTopic()));
        assertEquals(Optional.empty(), IntakeId.ofTopic("intake-" + ID.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void refusesACapacityAboveTwentyGibibytesPerHour() {
        assertEquals(24L * 20_480 * 1_024 * 1_024, new Capacity(20_480, 1_024).boundaryBytes());
        assertThrows(IllegalArgumentException.class, () -> new Capacity(20_481, 1_024));
        assertThrows(IllegalArgumentException.class, () -> new Capacity(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Capacity(1, 1_025));
    }

    @Test
    void givesSmallRunnersOnePartition() {
        assertEquals(1, new Capacity(3_600, 99).intakeTopicPartitions());
        assertEquals(3, new Capacity(3_600, 100).intakeTopicPartitions());
    }

    @Test
    void hashesTargetsByTheirParts() {
        TableTarget target = new TableTarget("a", "b", "c", "d");
        assertEquals(target.hash(), new TableTarget("a", "b", "c", "d").hash());
        assertNotEquals(target.hash(), new TableTarget("ab", "", "c", "d").hash());
    }

    @Test
    void namesEveryInternalTopicOnce() {
        Set<String> names = new HashSet<>();
        Arrays.stream(InternalTopic.values()).forEach(topic -> assertTrue(names.add(topic.topicName())));
        assertEquals(128, InternalTopic.FLUSH.partitions());
    }

    @Test
    void appliesOnlyNewerVersionsAlsoAfterRemoval() {
        VersionedKeys keys = new VersionedKeys();
        assertTrue(keys.isNews("a", 2));
        assertFalse(keys.isNews("a", 2));
        assertFalse(keys.isNews("a", 1));
        assertTrue(keys.isNews("a", 3));
    }

    @Test
    void printsNoSecretBytes() {
        assertEquals(
                "Bytes[6]",
                Bytes.of("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString());
    }
}
