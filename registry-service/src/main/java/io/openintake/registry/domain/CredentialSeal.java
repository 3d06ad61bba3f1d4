package io.openintake.registry.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.CredentialStored;
import io.openintake.registry.domain.value.CatalogSecret;

/** Encrypts a catalog secret, so that nothing past the decision holds it in the clear. */
@FunctionalInterface
public interface CredentialSeal {
    /** The secret of this intake under this version. */
    CredentialStored seal(IntakeId intake, long version, CatalogSecret secret);
}
