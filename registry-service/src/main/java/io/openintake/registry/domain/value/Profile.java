package io.openintake.registry.domain.value;

import java.util.Optional;

/** What every resource carries for people. */
public record Profile(DisplayName displayName, Optional<Description> description, Labels labels) {
    /** This profile with what the patch names replaced. */
    public Profile patched(ProfilePatch patch) {
        return new Profile(
                patch.displayName().orElse(displayName),
                patch.description().or(() -> description),
                patch.labels().orElse(labels));
    }
}
