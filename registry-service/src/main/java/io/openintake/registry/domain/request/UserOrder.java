package io.openintake.registry.domain.request;

import io.openintake.contracts.UserType;
import io.openintake.registry.domain.value.Password;
import io.openintake.registry.domain.value.Profile;

/** What a new user shall be. */
public record UserOrder(Profile profile, UserType type, Password password) {}
