package io.openintake.registry.http.request;

import io.openintake.registry.domain.request.AuthPatch;
import io.openintake.registry.domain.request.DestinationPatch;
import io.openintake.registry.domain.request.PartitioningType;
import io.openintake.registry.domain.value.CatalogName;
import io.openintake.registry.domain.value.CatalogSecret;
import io.openintake.registry.domain.value.PartitionExpression;
import io.openintake.registry.domain.value.WebAddress;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code catalog} object of an intake. */
final class CatalogFields {
    private final Set<String> trustedHosts;

    CatalogFields(Set<String> trustedHosts) {
        this.trustedHosts = trustedHosts;
    }

    DestinationPatch patch(Fields fields) {
        return new DestinationPatch(
                fields.text("uri", this::address),
                fields.text("warehouse", CatalogName::new),
                fields.text("namespace", CatalogName::namespace),
                fields.text("tableName", CatalogName::new),
                fields.choice("partitioning", PartitioningType.values(), PartitioningType::text),
                fields.texts("partitionBy", PartitionExpression.MAX_EXPRESSIONS, PartitionExpression::new),
                fields.object("auth").map(this::auth));
    }

    private AuthPatch auth(Fields fields) {
        Optional<AuthPatch.Type> type = fields.choice("type", AuthPatch.Type.values(), AuthPatch.Type::text);
        Optional<Fields> dremio = fields.object("dremio");
        return new AuthPatch(
                type,
                dremio.isPresent() ? AuthPatch.Dremio.PRESENT : AuthPatch.Dremio.ABSENT,
                dremio.flatMap(given -> given.text("tokenEndpoint", this::address)),
                dremio.flatMap(given -> given.text("personalAccessToken", CatalogFields::secret))
                        .flatMap(secret -> secret));
    }

    private WebAddress address(String text) {
        return WebAddress.parse(text, trustedHosts);
    }

    /** Clients send back what they were shown: the mask, or nothing. Both mean "unchanged". */
    private static Optional<CatalogSecret> secret(String text) {
        return text.isEmpty() || text.equals(CatalogSecret.MASK)
                ? Optional.empty()
                : Optional.of(new CatalogSecret(text));
    }
}
