package io.openintake.contracts.flush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OffsetSetTest {
    @Test
    void writesRepeatedGapsOnce() {
        assertEquals("7,1*3,10", new OffsetSet(List.of(7L, 8L, 9L, 10L, 20L)).text());
        assertEquals("", new OffsetSet(List.of()).text());
    }

    @Test
    void holdsAWholeBatchOfBadRecordsInAFewBytes() {
        OffsetSet all =
                new OffsetSet(LongStream.range(1_000_000, 1_005_000).boxed().toList());
        assertTrue(all.text().length() < 20);
        assertEquals(all, OffsetSet.parse(all.text(), 5_000));
    }

    @Test
    void readsWhatItWroteForAnySet() {
        for (long seed = 0; seed < 500; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            List<Long> offsets = new ArrayList<>();
            long next = random.nextLong(1L << 40);
            for (int i = random.nextInt(50); i > 0; i--) {
                offsets.add(next);
                next += 1 + random.nextLong(3);
            }
            OffsetSet set = new OffsetSet(offsets);
            assertEquals(set, OffsetSet.parse(set.text(), 50), "seed " + seed);
        }
    }

    @Test
    void refusesAShortTextThatMakesALongList() {
        assertThrows(IllegalArgumentException.class, () -> OffsetSet.parse("0,1*2000000000", 5_000));
    }

    @Test
    void refusesOffsetsThatDoNotRise() {
        assertThrows(IllegalArgumentException.class, () -> OffsetSet.parse("5,0", 10));
        assertThrows(IllegalArgumentException.class, () -> OffsetSet.parse("5,-1", 10));
    }
}
