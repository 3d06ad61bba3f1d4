package io.openintake.contracts.flush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.openintake.contracts.IntakeId;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SlotNumberTest {
    @Test
    void staysWhereItIsForEver() {
        assertEquals(31, slot("3f0f6f1e-0000-4000-8000-000000000001"));
        assertEquals(7, slot("6a0c2a9e-7c1d-4b52-9f10-0d3c8e5a1b77"));
        assertEquals(1, slot("ffffffff-ffff-4fff-bfff-fffffffffffe"));
    }

    @Test
    void usesEverySlot() {
        Random random = new Random(1);
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            seen.add(SlotNumber.of(new IntakeId(new UUID(random.nextLong(), random.nextLong())))
                    .value());
        }
        assertEquals(128, seen.size());
    }

    @Test
    void refusesASlotThatThereIsNot() {
        assertThrows(IllegalArgumentException.class, () -> new SlotNumber(128));
    }

    private static int slot(String intake) {
        return SlotNumber.of(IntakeId.parse(intake)).value();
    }
}
