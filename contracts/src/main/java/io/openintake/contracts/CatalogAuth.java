package io.openintake.contracts;

/** How the flusher proves itself to an intake's catalog; the secret itself travels apart, encrypted. */
public sealed interface CatalogAuth {
    /** Not at all. */
    record None() implements CatalogAuth {}

    /**
     * A personal access token is exchanged for a bearer token (RFC 8693 in Dremio's form).
     *
     * @param tokenEndpoint where it is exchanged
     */
    record Dremio(String tokenEndpoint) implements CatalogAuth {}
}
