package io.openintake.registry.postgres;

import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.TableTarget;
import io.openintake.registry.domain.Destination;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.request.AuthPatch;
import io.openintake.registry.domain.request.PartitioningType;
import io.openintake.registry.domain.value.FlushInterval;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stored {@link Intake}. */
@Entity
@Table(name = "intake")
@SuppressWarnings("NullAway.Init")
class IntakeRow {
    @Id
    UUID id;

    UUID project;
    String region;
    UUID runner;

    @Embedded
    ProfileColumns profile;

    @Column(name = "catalog_uri")
    String catalogUri;

    String warehouse;
    String namespace;

    @Column(name = "table_name")
    String tableName;

    String partitioning;

    @Column(name = "partition_by")
    String partitionBy;

    @Column(name = "auth_type")
    @Nullable
    String authType;

    @Column(name = "token_endpoint")
    @Nullable
    String tokenEndpoint;

    @Column(name = "credential_serial")
    long credentialSerial;

    String evolution;
    String mismatch;

    @Column(name = "error_policy")
    String errorPolicy;

    @Column(name = "flush_interval_seconds")
    long flushIntervalSeconds;

    String lifecycle;
    long version;
    Instant created;
    Instant configured;

    void set(Intake intake) {
        id = intake.id().value();
        project = intake.scope().project().value();
        region = intake.scope().region();
        runner = intake.runner().value();
        profile = ProfileColumns.of(intake.profile());
        set(intake.destination());
        credentialSerial = intake.credentialSerial();
        evolution = intake.policies().evolution().text();
        mismatch = intake.policies().mismatch().text();
        errorPolicy = intake.policies().errors().text();
        flushIntervalSeconds = intake.flushInterval().seconds();
        lifecycle = intake.lifecycle().text();
        version = intake.version();
        created = intake.created();
        configured = intake.configured();
    }

    Intake intake() {
        return new Intake(
                new IntakeId(id),
                scope(),
                new RunnerId(runner),
                profile.profile(),
                destination(),
                credentialSerial,
                policies(),
                new FlushInterval(Duration.ofSeconds(flushIntervalSeconds)),
                TextForm.parse(Lifecycle.values(), Lifecycle::text, lifecycle),
                version,
                created,
                configured);
    }

    Scope scope() {
        return new Scope(new ProjectId(project), region);
    }

    private void set(Destination destination) {
        catalogUri = destination.target().uri();
        warehouse = destination.target().warehouse();
        namespace = destination.target().namespace();
        tableName = destination.target().table();
        partitioning = destination.partitioningType().text();
        partitionBy = JsonColumn.write(
                destination.partitioning() instanceof Partitioning.Manual manual ? manual.expressions() : List.of());
        authType = destination.authType().map(AuthPatch.Type::text).orElse(null);
        tokenEndpoint =
                destination.credential().map(CatalogAuth.Dremio::tokenEndpoint).orElse(null);
    }

    private Destination destination() {
        Partitioning stored = switch (TextForm.parse(PartitioningType.values(), PartitioningType::text, partitioning)) {
            case NONE -> new Partitioning.None();
            case INTAKE_TIME -> new Partitioning.IntakeTime();
            case MANUAL -> new Partitioning.Manual(JsonColumn.list(partitionBy));
        };
        return new Destination(new TableTarget(catalogUri, warehouse, namespace, tableName), stored, auth());
    }

    private Optional<CatalogAuth> auth() {
        return Optional.ofNullable(authType)
                .map(type -> switch (TextForm.parse(AuthPatch.Type.values(), AuthPatch.Type::text, type)) {
                    case NONE -> new CatalogAuth.None();
                    case DREMIO -> new CatalogAuth.Dremio(String.valueOf(tokenEndpoint));
                });
    }

    private Policies policies() {
        return new Policies(
                TextForm.parse(Policies.Evolution.values(), Policies.Evolution::text, evolution),
                TextForm.parse(Policies.Mismatch.values(), Policies.Mismatch::text, mismatch),
                TextForm.parse(Policies.ErrorPolicy.values(), Policies.ErrorPolicy::text, errorPolicy));
    }
}
