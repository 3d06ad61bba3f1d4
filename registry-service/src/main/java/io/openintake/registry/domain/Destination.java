package io.openintake.registry.domain;

import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.TableTarget;
import io.openintake.registry.domain.request.AuthPatch;
import io.openintake.registry.domain.request.DestinationPatch;
import io.openintake.registry.domain.request.PartitioningType;
import io.openintake.registry.domain.value.CatalogName;
import io.openintake.registry.domain.value.PartitionExpression;
import io.openintake.registry.domain.value.WebAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an intake's rows go.
 *
 * @param auth empty when the owner never named one, which is the same as none but is shown as it was given
 */
public record Destination(TableTarget target, Partitioning partitioning, Optional<CatalogAuth> auth) {
    public static final String DEFAULT_NAMESPACE = "intake";
    private static final String TOKEN = "/catalog/auth/dremio/personalAccessToken";

    /** What a new intake starts from; the patch of a new intake names the address and the warehouse. */
    static Destination blank(String tableName) {
        return new Destination(
                new TableTarget("", "", DEFAULT_NAMESPACE, tableName), new Partitioning.None(), Optional.empty());
    }

    /** This destination with what the patch names replaced; refused when the parts do not go together. */
    Decision<Destination> patched(DestinationPatch patch) {
        List<Violation> violations = new ArrayList<>();
        TableTarget nextTarget = new TableTarget(
                patch.uri().map(WebAddress::text).orElse(target.uri()),
                patch.warehouse().map(CatalogName::text).orElse(target.warehouse()),
                patch.namespace().map(CatalogName::text).orElse(target.namespace()),
                patch.table().map(CatalogName::text).orElse(target.table()));
        Partitioning nextPartitioning = partitioning(patch, violations);
        Optional<CatalogAuth> nextAuth =
                patch.auth().map(wanted -> auth(wanted, violations)).or(() -> auth);
        Destination next = new Destination(nextTarget, nextPartitioning, nextAuth);
        boolean secretGiven = patch.auth().flatMap(AuthPatch::secret).isPresent();
        if (violations.isEmpty() && !secretGiven && wouldShowSecretElsewhere(next)) {
            violations.add(new Violation(TOKEN, "must be given again when its token endpoint or catalog moves"));
        }
        return violations.isEmpty() ? Decision.accept(next) : new Decision.Refused<>(new Refusal.Invalid(violations));
    }

    /** The credential that goes with this destination's secret; empty when there is no secret. */
    public Optional<CatalogAuth.Dremio> credential() {
        return auth.flatMap(given -> switch (given) {
            case CatalogAuth.None none -> Optional.empty();
            case CatalogAuth.Dremio dremio -> Optional.of(dremio);
        });
    }

    /** Who may change an intake need not know its secret, and must not learn it by having it sent elsewhere. */
    private boolean wouldShowSecretElsewhere(Destination next) {
        return credential().isPresent()
                && next.credential().isPresent()
                && !(WebAddress.isSameServer(target.uri(), next.target.uri())
                        && WebAddress.isSameServer(
                                credential().get().tokenEndpoint(),
                                next.credential().get().tokenEndpoint()));
    }

    /** The API's name of the way of partitioning. */
    public PartitioningType partitioningType() {
        return switch (partitioning) {
            case Partitioning.None none -> PartitioningType.NONE;
            case Partitioning.IntakeTime byTime -> PartitioningType.INTAKE_TIME;
            case Partitioning.Manual manual -> PartitioningType.MANUAL;
        };
    }

    private Partitioning partitioning(DestinationPatch patch, List<Violation> violations) {
        List<String> given = patch.partitionBy().orElse(List.of()).stream()
                .map(PartitionExpression::text)
                .toList();
        PartitioningType type = patch.partitioning().orElse(partitioningType());
        if (type != PartitioningType.MANUAL && !given.isEmpty()) {
            violations.add(new Violation("/catalog/partitionBy", "must be absent unless partitioning is manual"));
        }
        return switch (type) {
            case NONE -> new Partitioning.None();
            case INTAKE_TIME -> new Partitioning.IntakeTime();
            case MANUAL -> manual(patch, given, violations);
        };
    }

    private Partitioning manual(DestinationPatch patch, List<String> given, List<Violation> violations) {
        if (patch.partitionBy().isEmpty() && partitioning instanceof Partitioning.Manual unchanged) {
            return unchanged;
        }
        if (given.isEmpty()) {
            violations.add(new Violation("/catalog/partitionBy", "must not be empty when partitioning is manual"));
        }
        return new Partitioning.Manual(given);
    }

    private CatalogAuth auth(AuthPatch patch, List<Violation> violations) {
        Optional<AuthPatch.Type> type = patch.type().or(this::authType);
        if (type.isEmpty()) {
            violations.add(new Violation("/catalog/auth/type", "must be given"));
            return new CatalogAuth.None();
        }
        return switch (type.get()) {
            case NONE -> {
                if (patch.dremio() == AuthPatch.Dremio.PRESENT) {
                    violations.add(new Violation("/catalog/auth/dremio", "must be absent unless type is dremio"));
                }
                yield new CatalogAuth.None();
            }
            case DREMIO -> dremio(patch, violations);
        };
    }

    private CatalogAuth dremio(AuthPatch patch, List<Violation> violations) {
        Optional<String> endpoint = patch.tokenEndpoint()
                .map(WebAddress::text)
                .or(() -> credential().map(CatalogAuth.Dremio::tokenEndpoint));
        if (endpoint.isEmpty()) {
            violations.add(new Violation("/catalog/auth/dremio/tokenEndpoint", "must be given"));
        }
        if (patch.secret().isEmpty() && credential().isEmpty()) {
            violations.add(new Violation(TOKEN, "must be given"));
        }
        return new CatalogAuth.Dremio(endpoint.orElse(""));
    }

    /** The API's name of the way of proving oneself; empty when the owner never named one. */
    public Optional<AuthPatch.Type> authType() {
        return auth.map(given -> switch (given) {
            case CatalogAuth.None none -> AuthPatch.Type.NONE;
            case CatalogAuth.Dremio dremio -> AuthPatch.Type.DREMIO;
        });
    }
}
