package io.openintake.contracts.event;

import io.openintake.contracts.IntakeId;
import java.time.Instant;
import java.util.Optional;

/**
 * How flushing fares.
 *
 * @param reasonCode stable kebab-case code; empty when healthy
 * @param reason our own text, at most 512 characters, no upstream body; empty when healthy
 * @param since when this state began
 * @param lastCommit when the last table commit was made; empty before there is one
 * @param snapshot the table snapshot of the last commit; 0 before there is one
 * @param validThrough every record stamped before it is delivered, dead-lettered or skipped; empty before the first
 */
public record DeliveryReported(
        IntakeId intake,
        long version,
        State state,
        String reasonCode,
        String reason,
        Instant since,
        Optional<Instant> lastCommit,
        long snapshot,
        Optional<Instant> validThrough)
        implements StatusEvent {
    public static final String ASPECT = "delivery";

    /** The three ways it can be. */
    public enum State {
        HEALTHY,
        /** Not now, but it is retried: nothing is lost, messages stay buffered. */
        DEGRADED,
        /** It needs a person; the reason says what to do. */
        FAILED
    }

    @Override
    public String aspect() {
        return ASPECT;
    }

    @Override
    public DeliveryReported withVersion(long newVersion) {
        return new DeliveryReported(
                intake, newVersion, state, reasonCode, reason, since, lastCommit, snapshot, validThrough);
    }
}
