package io.openintake.registry.domain.request;

import io.openintake.contracts.RunnerId;
import io.openintake.registry.domain.value.FlushInterval;
import io.openintake.registry.domain.value.ProfilePatch;
import java.util.Optional;

/** A change of an intake; what is empty stays as it is. The API demands the runner, which may be another one. */
public record IntakePatch(
        ProfilePatch profile,
        RunnerId runner,
        DestinationPatch destination,
        Optional<FlushInterval> flushInterval,
        PoliciesPatch policies) {}
