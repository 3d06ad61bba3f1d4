package io.openintake.registry.domain.request;

import io.openintake.contracts.RunnerId;
import io.openintake.registry.domain.value.FlushInterval;
import io.openintake.registry.domain.value.Profile;

/** What a new intake shall be. */
public record IntakeOrder(
        Profile profile,
        RunnerId runner,
        DestinationPatch destination,
        FlushInterval flushInterval,
        PoliciesPatch policies) {}
