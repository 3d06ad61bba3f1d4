package io.openintake.buffer.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.ProvisioningReported.Outcome;
import java.util.Optional;

/** How an intake's topics stand, and what is reported of it. */
public sealed interface Provisioned {
    /** Both topics stand as planned. */
    record Ready() implements Provisioned {}

    /** Messages may not be taken, or not safely: a person must act. */
    record Failed(String reason) implements Provisioned {}

    /** It cannot be told yet. */
    record Pending(String reason) implements Provisioned {}

    /** The report that is due; empty when the newest one says the same. */
    default Optional<ProvisioningReported> report(
            IntakeId intake, long definitionVersion, Optional<ProvisioningReported> newest) {
        return outcome()
                .map(outcome -> new ProvisioningReported(intake, 0, definitionVersion, outcome, reason()))
                .filter(report ->
                        newest.filter(before -> isSame(before, report)).isEmpty());
    }

    /** Whether two reports say the same; versions of the reports themselves do not count. */
    static boolean isSame(ProvisioningReported one, ProvisioningReported other) {
        return one.withVersion(0).equals(other.withVersion(0));
    }

    private Optional<Outcome> outcome() {
        return switch (this) {
            case Ready ready -> Optional.of(Outcome.READY);
            case Failed failed -> Optional.of(Outcome.FAILED);
            case Pending pending -> Optional.empty();
        };
    }

    private String reason() {
        return switch (this) {
            case Ready ready -> "";
            case Failed failed -> failed.reason();
            case Pending pending -> pending.reason();
        };
    }
}
