package io.openintake.registry.postgres;

import io.openintake.registry.domain.value.Description;
import io.openintake.registry.domain.value.DisplayName;
import io.openintake.registry.domain.value.Labels;
import io.openintake.registry.domain.value.Profile;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns of a {@link Profile}. */
@Embeddable
class ProfileColumns {
    @Column(name = "display_name", nullable = false)
    String displayName = "";

    @Column(name = "description")
    @Nullable
    String description;

    @Column(name = "labels", nullable = false)
    String labels = "{}";

    static ProfileColumns of(Profile profile) {
        ProfileColumns columns = new ProfileColumns();
        columns.displayName = profile.displayName().text();
        columns.description = profile.description().map(Description::text).orElse(null);
        columns.labels = JsonColumn.write(profile.labels().pairs());
        return columns;
    }

    Profile profile() {
        return new Profile(
                new DisplayName(displayName),
                Optional.ofNullable(description).map(Description::new),
                new Labels(JsonColumn.map(labels)));
    }
}
