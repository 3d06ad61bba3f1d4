package io.openintake.buffer.domain;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReportRuleTest {
    private static final RunnerId RUNNER = RunnerId.parse("018f0000-0000-7000-8000-000000000001");
    private static final UsageReported LAST = usage(State.OPEN, 50_000, 500);

    @Test
    void reportsARunnerThatWasNeverReported() {
        assertTrue(ReportRule.isWorthReporting(Optional.empty(), LAST, Duration.ZERO));
    }

    @Test
    void reportsAChangeOfStateAtOnce() {
        assertTrue(isNews(usage(State.BLOCKED, 50_000, 500), Duration.ZERO));
    }

    @Test
    void reportsAChangeOfMoreThanOnePercentOfTheBoundaryAtOnce() {
        assertTrue(isNews(usage(State.OPEN, 51_001, 500), Duration.ZERO));
        assertTrue(isNews(usage(State.OPEN, 50_000, 511), Duration.ZERO));
        assertTrue(isNews(usage(State.OPEN, 0, 0), Duration.ZERO));
    }

    @Test
    void reportsASmallChangeLater() {
        assertFalse(isNews(usage(State.OPEN, 50_001, 501), Duration.ofSeconds(9)));
        assertTrue(isNews(usage(State.OPEN, 50_001, 501), Duration.ofSeconds(10)));
    }

    @Test
    void reportsTheSameAgainOnlyAsASignOfLife() {
        assertFalse(isNews(usage(State.OPEN, 50_000, 500), Duration.ofSeconds(299)));
        assertTrue(isNews(usage(State.OPEN, 50_000, 500), Duration.ofMinutes(5)));
    }

    private static boolean isNews(UsageReported next, Duration sinceLast) {
        return ReportRule.isWorthReporting(Optional.of(LAST), next, sinceLast);
    }

    private static UsageReported usage(State state, long bytes, long messages) {
        return new UsageReported(RUNNER, 1, state, bytes, 100_000, messages, 1_000, Optional.empty());
    }
}
