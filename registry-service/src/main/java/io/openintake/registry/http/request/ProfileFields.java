package io.openintake.registry.http.request;

import io.openintake.registry.domain.value.Description;
import io.openintake.registry.domain.value.DisplayName;
import io.openintake.registry.domain.value.Labels;
import io.openintake.registry.domain.value.Profile;
import io.openintake.registry.domain.value.ProfilePatch;

/** Reads what every resource carries for people. */
final class ProfileFields {
    static final String DISPLAY_NAME = "displayName";

    private ProfileFields() {}

    static ProfilePatch patch(Fields fields) {
        return new ProfilePatch(
                fields.text(DISPLAY_NAME, DisplayName::new),
                fields.text("description", Description::new),
                fields.textsByName("labels", Labels::new));
    }

    /** To be called when nothing is wrong. */
    static Profile profile(ProfilePatch patch) {
        return new Profile(
                patch.displayName().orElseThrow(),
                patch.description(),
                patch.labels().orElse(Labels.NONE));
    }
}
