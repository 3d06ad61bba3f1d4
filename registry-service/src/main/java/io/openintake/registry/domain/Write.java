package io.openintake.registry.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.CredentialStored;

/**
 * A change of the stored definitions. Each is also told to the other services, in the same transaction: {@link
 * Publication}.
 */
public sealed interface Write {
    /** The runner is new or changed. */
    record RunnerSaved(Runner runner) implements Write {}

    /** The runner is gone for good. */
    record RunnerRemoved(Runner runner) implements Write {}

    /** The intake is new or changed. */
    record IntakeSaved(Intake intake) implements Write {}

    /** The intake is gone for good. */
    record IntakeRemoved(Intake intake) implements Write {}

    /** The intake has another catalog secret, encrypted. */
    record CredentialSaved(CredentialStored credential) implements Write {}

    /** The intake needs no catalog secret any more. */
    record CredentialRemoved(IntakeId intake, long version) implements Write {}

    /** The user is new or changed. */
    record UserSaved(User user) implements Write {}

    /** The user is gone for good. */
    record UserRemoved(User user) implements Write {}
}
