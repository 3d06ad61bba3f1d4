package io.openintake.registry.domain.request;

import io.openintake.registry.domain.value.ProfilePatch;
import java.util.Optional;

/** A change of a runner; what is empty stays as it is. */
public record RunnerPatch(
        ProfilePatch profile, Optional<Integer> maxMessagesPerHour, Optional<Integer> maxMessageSizeKiB) {}
