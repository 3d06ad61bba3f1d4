package io.openintake.registry.domain.request;

import io.openintake.contracts.Capacity;
import io.openintake.registry.domain.value.Profile;

/** What a new runner shall be. */
public record RunnerOrder(Profile profile, Capacity capacity) {}
