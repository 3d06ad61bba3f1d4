package io.openintake.registry.domain.request;

import io.openintake.registry.domain.value.CatalogSecret;
import io.openintake.registry.domain.value.WebAddress;
import java.util.Optional;

/**
 * How to prove oneself to the catalog; what is empty stays as it is.
 *
 * @param secret empty also when the caller sent the mask, or an empty text, back
 */
public record AuthPatch(
        Optional<Type> type, Dremio dremio, Optional<WebAddress> tokenEndpoint, Optional<CatalogSecret> secret) {
    /** The API's two kinds. */
    public enum Type {
        NONE("none"),
        DREMIO("dremio");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** The wire form. */
        public String text() {
            return text;
        }
    }

    /** Whether the {@code dremio} object was there at all. */
    public enum Dremio {
        ABSENT,
        PRESENT
    }
}
