package io.openintake.flusher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.flusher.domain.Tally.Dead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final SortedMap<Integer, Extent> EXTENTS =
            new TreeMap<>(Map.of(0, new Extent(10, 20, 10), 1, new Extent(5, 9, 4)));

    @Test
    void leavesABatchWithFewDeadLettersWhole() {
        assertEquals(Optional.empty(), tally(dead(0, 11), dead(1, 6)).cut(EXTENTS, limits(2, 100, 1_000)));
    }

    @Test
    void endsTheBatchBeforeTheFirstDeadLetterTooMany() {
        Tally tally = tally(dead(0, 11), dead(0, 14), dead(1, 6));
        assertEquals(Optional.of(new TreeMap<>(Map.of(0, 14L, 1, 5L))), tally.cut(EXTENTS, limits(1, 100, 1_000)));
        assertEquals(Optional.of(new TreeMap<>(Map.of(0, 20L, 1, 6L))), tally.cut(EXTENTS, limits(2, 100, 1_000)));
    }

    @Test
    void endsTheBatchWhereTheDeadLettersGrowTooLarge() {
        Tally tally = tally(dead(0, 11), dead(0, 12), dead(0, 13));
        assertEquals(Optional.of(new TreeMap<>(Map.of(0, 13L, 1, 5L))), tally.cut(EXTENTS, limits(9, 20, 1_000)));
    }

    @Test
    void takesOneDeadLetterHoweverLargeItIs() {
        assertEquals(Optional.empty(), tally(dead(0, 11)).cut(EXTENTS, limits(9, 1, 1_000)));
    }

    @Test
    void endsTheBatchWhereTheIntentGrowsTooLong() {
        List<Dead> many = new ArrayList<>();
        for (long offset = 0; offset < 400; offset += 1 + offset % 7) {
            many.add(dead(0, offset));
        }
        Tally tally = new Tally(new TreeMap<>(), new TreeMap<>(), many);
        SortedMap<Integer, Extent> extents = new TreeMap<>(Map.of(0, new Extent(0, 400, 400)));
        long end = tally.cut(extents, limits(1_000, 100_000, 64)).orElseThrow().get(0);
        Tally kept = new Tally(
                new TreeMap<>(),
                new TreeMap<>(),
                many.stream().filter(one -> one.offset() < end).toList());
        assertEquals(Optional.empty(), kept.cut(extents, limits(1_000, 100_000, 64)));
    }

    private static FlushLimits limits(int letters, long bytes, int intentBytes) {
        return new FlushLimits(letters, bytes, intentBytes, Duration.ofMinutes(1));
    }

    private static Tally tally(Dead... dead) {
        return new Tally(new TreeMap<>(), new TreeMap<>(), List.of(dead));
    }

    private static Dead dead(int partition, long offset) {
        return new Dead(partition, offset, "not-json", 10);
    }
}
