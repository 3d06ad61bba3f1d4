package io.openintake.contracts.event;

import io.openintake.contracts.IntakeId;

/**
 * Whether the topics of an intake stand.
 *
 * @param definitionVersion the {@link IntakeDefined} version that this answers
 * @param reason why not, for people; empty unless the outcome is FAILED
 */
public record ProvisioningReported(
        IntakeId intake, long version, long definitionVersion, Outcome outcome, String reason) implements StatusEvent {
    public static final String ASPECT = "provisioning";

    /** What came of provisioning. */
    public enum Outcome {
        READY,
        FAILED,
        /** The intake was deleted, its backlog drained or discarded, and its topics are gone. */
        REMOVED
    }

    @Override
    public String aspect() {
        return ASPECT;
    }

    @Override
    public ProvisioningReported withVersion(long newVersion) {
        return new ProvisioningReported(intake, newVersion, definitionVersion, outcome, reason);
    }
}
