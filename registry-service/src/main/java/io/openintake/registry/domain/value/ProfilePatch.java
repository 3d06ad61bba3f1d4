package io.openintake.registry.domain.value;

import java.util.Optional;

/** A change of a {@link Profile}; what is empty stays as it is. */
public record ProfilePatch(
        Optional<DisplayName> displayName, Optional<Description> description, Optional<Labels> labels) {}
