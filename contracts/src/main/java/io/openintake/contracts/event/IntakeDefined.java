package io.openintake.contracts.event;

import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.TableTarget;
import java.time.Duration;

/**
 * An intake as its owner wants it.
 *
 * @param flushInterval between two flushes
 * @param credentialVersion version of the {@link CredentialStored} that goes with {@code auth}; 0 when it needs none
 */
public record IntakeDefined(
        IntakeId intake,
        ProjectId project,
        RunnerId runner,
        long version,
        String displayName,
        TableTarget target,
        Partitioning partitioning,
        CatalogAuth auth,
        long credentialVersion,
        Policies policies,
        Duration flushInterval,
        Lifecycle lifecycle)
        implements RegistryEvent {
    @Override
    public String key() {
        return intake.toString();
    }
}
