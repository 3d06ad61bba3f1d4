package io.openintake.dlq.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.IntakeId;
import io.openintake.dlq.domain.LogRange;
import io.openintake.dlq.domain.PageToken;
import io.openintake.dlq.domain.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeadLettersTest {
    private static final IntakeId INTAKE = IntakeId.parse("018f0000-0000-7000-8000-000000000001");

    @Test
    void keepsOfALetterWhatIsShownBeforeItReadsTheNext() {
        List<String> steps = new ArrayList<>();
        var page = new DeadLetters(new ThreeLetters(steps))
                .page(new PageToken(INTAKE, Optional.empty(), 0), 2, letter -> {
                    steps.add("shown " + letter.stored().offset());
                    return letter.stored().offset();
                });
        assertEquals(List.of("read 0", "shown 0", "read 1", "shown 1"), steps);
        assertEquals(List.of(0L, 1L), page.letters());
        assertEquals(Optional.of(new PageToken(INTAKE, Optional.empty(), 2)), page.next());
    }

    private record ThreeLetters(List<String> steps) implements DeadLetterLog {
        @Override
        public Reached read(IntakeId intake, long from, Visitor visitor) {
            for (long offset = from; offset < 3; offset++) {
                steps.add("read " + offset);
                StoredRecord letter = new StoredRecord(0, offset, Instant.EPOCH, null, null, List.of());
                if (visitor.visit(letter) == Next.STOP) {
                    return new Reached(offset + 1, Ended.STOPPED);
                }
            }
            return new Reached(3, Ended.AT_END);
        }

        @Override
        public Map<IntakeId, LogRange> ranges(Collection<IntakeId> intakes) {
            return Map.of();
        }
    }
}
