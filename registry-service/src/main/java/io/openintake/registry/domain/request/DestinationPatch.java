package io.openintake.registry.domain.request;

import io.openintake.registry.domain.value.CatalogName;
import io.openintake.registry.domain.value.PartitionExpression;
import io.openintake.registry.domain.value.WebAddress;
import java.util.List;
import java.util.Optional;

/** Where an intake's rows shall go; what is empty stays as it is, or takes its default in a new intake. */
public record DestinationPatch(
        Optional<WebAddress> uri,
        Optional<CatalogName> warehouse,
        Optional<CatalogName> namespace,
        Optional<CatalogName> table,
        Optional<PartitioningType> partitioning,
        Optional<List<PartitionExpression>> partitionBy,
        Optional<AuthPatch> auth) {
    /** Changes nothing. */
    public static final DestinationPatch NONE = new DestinationPatch(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
