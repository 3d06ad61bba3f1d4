package io.openintake.buffer.domain;

import io.openintake.contracts.event.UsageReported;
import java.time.Duration;
import java.util.Optional;

/**
 * When a runner's usage is worth a report: a change of state at once, small changes only now and then, and the same
 * again every few minutes, because gateways take nothing more for a runner that they hear nothing of.
 */
public final class ReportRule {
    private static final int PART_OF_BOUNDARY = 100;
    private static final Duration SETTLED = Duration.ofSeconds(10);
    /** Three of these fit into the silence that a gateway bears by default. */
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(5);

    private ReportRule() {}

    /** Whether {@code next} says enough that {@code last} did not. */
    public static boolean isWorthReporting(Optional<UsageReported> last, UsageReported next, Duration sinceLast) {
        return last.map(before -> isNews(before, next, sinceLast)).orElse(true);
    }

    private static boolean isNews(UsageReported last, UsageReported next, Duration sinceLast) {
        if (last.state() != next.state()
                || last.boundaryBytes() != next.boundaryBytes()
                || last.boundaryMessages() != next.boundaryMessages()) {
            return true;
        }
        if (last.bytes() == next.bytes() && last.messages() == next.messages()) {
            return sinceLast.compareTo(SIGN_OF_LIFE) >= 0;
        }
        return (last.messages() == 0) != (next.messages() == 0)
                || differs(last.bytes(), next.bytes(), next.boundaryBytes())
                || differs(last.messages(), next.messages(), next.boundaryMessages())
                || sinceLast.compareTo(SETTLED) >= 0;
    }

    private static boolean differs(long last, long next, long boundary) {
        return Math.abs(last - next) > boundary / PART_OF_BOUNDARY;
    }
}
