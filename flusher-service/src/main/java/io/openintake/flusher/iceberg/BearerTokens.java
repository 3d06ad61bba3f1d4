package io.openintake.flusher.iceberg;

import java.util.Optional;

/** Where the bearer token for a catalog comes from; one per intake and credential. */
interface BearerTokens {
    /** For catalogs that ask for none. */
    BearerTokens NONE = new BearerTokens() {
        @Override
        public Optional<String> current() {
            return Optional.empty();
        }

        @Override
        public void forget() {}
    };

    /** A token that is still good; empty when the catalog needs none. */
    Optional<String> current();

    /** The catalog refused the token: the next one is fetched anew. */
    void forget();
}
