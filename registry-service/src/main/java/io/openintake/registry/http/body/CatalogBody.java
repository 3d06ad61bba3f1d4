package io.openintake.registry.http.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.Partitioning;
import io.openintake.registry.domain.Destination;
import io.openintake.registry.domain.request.AuthPatch;
import io.openintake.registry.domain.value.CatalogSecret;
import java.util.List;
import java.util.Optional;

/** An intake's catalog on the wire; the token is a constant mask, because clients break when it is missing. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CatalogBody(
        String uri,
        String warehouse,
        String namespace,
        String tableName,
        String partitioning,
        Optional<List<String>> partitionBy,
        Optional<Auth> auth) {
    /** How to prove oneself to the catalog. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Auth(String type, Optional<Dremio> dremio) {}

    /** By a token that is exchanged. */
    public record Dremio(String tokenEndpoint, String personalAccessToken) {}

    static CatalogBody of(Destination destination) {
        return new CatalogBody(
                destination.target().uri(),
                destination.target().warehouse(),
                destination.target().namespace(),
                destination.target().table(),
                destination.partitioningType().text(),
                destination.partitioning() instanceof Partitioning.Manual manual
                        ? Optional.of(manual.expressions())
                        : Optional.empty(),
                destination.auth().map(CatalogBody::auth));
    }

    private static Auth auth(CatalogAuth auth) {
        return switch (auth) {
            case CatalogAuth.None none -> new Auth(AuthPatch.Type.NONE.text(), Optional.empty());
            case CatalogAuth.Dremio dremio ->
                new Auth(
                        AuthPatch.Type.DREMIO.text(),
                        Optional.of(new Dremio(dremio.tokenEndpoint(), CatalogSecret.MASK)));
        };
    }
}
