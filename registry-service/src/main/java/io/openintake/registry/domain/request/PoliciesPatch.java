package io.openintake.registry.domain.request;

import io.openintake.contracts.Policies;
import java.util.Optional;

/** A change of what an intake does with records that do not fit; what is empty stays as it is. */
public record PoliciesPatch(
        Optional<Policies.Evolution> evolution,
        Optional<Policies.Mismatch> mismatch,
        Optional<Policies.ErrorPolicy> errors) {
    /** Changes nothing. */
    public static final PoliciesPatch NONE = new PoliciesPatch(Optional.empty(), Optional.empty(), Optional.empty());

    /** The policies with what this names replaced. */
    public Policies applyTo(Policies current) {
        return new Policies(
                evolution.orElse(current.evolution()),
                mismatch.orElse(current.mismatch()),
                errors.orElse(current.errors()));
    }
}
