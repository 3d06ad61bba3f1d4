package io.openintake.contracts.event;

import io.openintake.contracts.IntakeId;
import java.time.Instant;
import java.util.Optional;

/**
 * The dead letters of an intake.
 *
 * @param total all that were ever dead-lettered; never falls
 * @param open those still in the dead letter topic
 * @param lastReason code of the newest one; empty when there was none
 * @param lastMessage its text; empty when there was none
 * @param lastTime when it was dead-lettered
 */
public record DeadLettersReported(
        IntakeId intake,
        long version,
        long total,
        long open,
        String lastReason,
        String lastMessage,
        Optional<Instant> lastTime)
        implements StatusEvent {
    public static final String ASPECT = "dead-letters";

    @Override
    public String aspect() {
        return ASPECT;
    }

    @Override
    public DeadLettersReported withVersion(long newVersion) {
        return new DeadLettersReported(intake, newVersion, total, open, lastReason, lastMessage, lastTime);
    }
}
