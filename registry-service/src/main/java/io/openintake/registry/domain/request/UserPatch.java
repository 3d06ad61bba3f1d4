package io.openintake.registry.domain.request;

import io.openintake.contracts.UserType;
import io.openintake.registry.domain.value.Password;
import io.openintake.registry.domain.value.ProfilePatch;
import java.util.Optional;

/** A change of a user; what is empty stays as it is. */
public record UserPatch(ProfilePatch profile, Optional<UserType> type, Optional<Password> password) {}
