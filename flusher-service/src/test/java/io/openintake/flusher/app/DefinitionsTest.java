package io.openintake.flusher.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.TableTarget;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.secret.CredentialCipher;
import io.openintake.flusher.app.Definitions.Lookup;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class DefinitionsTest {
    private static final IntakeId INTAKE = new IntakeId(UUID.randomUUID());
    private static final TableTarget TARGET = new TableTarget("https://catalog.example.com", "w", "n", "t");
    private static final String OLD = "https://old.example.com/token";
    private static final String NEW = "https://new.example.com/token";
    private final CredentialCipher cipher = new CredentialCipher("k", Map.of("k", Bytes.of(new byte[32])));
    private final Definitions definitions = new Definitions(Optional.of(cipher));

    @Test
    void aNewSecretNeverReachesTheEndpointThatItsOwnerHasJustLeft() {
        definitions.defined(defined(1, OLD));
        definitions.stored(cipher.seal(INTAKE, 1, "old secret"));
        assertEquals(Optional.of("old secret"), found().access().secret());

        definitions.stored(cipher.seal(INTAKE, 2, "new secret"));
        assertInstanceOf(Lookup.Missing.class, definitions.access(INTAKE, TARGET.hash()));

        definitions.defined(defined(2, NEW));
        assertEquals(Optional.of("new secret"), found().access().secret());
        assertEquals(new CatalogAuth.Dremio(NEW), found().access().auth());
    }

    private Lookup.Found found() {
        return assertInstanceOf(Lookup.Found.class, definitions.access(INTAKE, TARGET.hash()));
    }

    private static IntakeDefined defined(long version, String endpoint) {
        return new IntakeDefined(
                INTAKE,
                new ProjectId(UUID.randomUUID()),
                new RunnerId(UUID.randomUUID()),
                version,
                "name",
                TARGET,
                new Partitioning.None(),
                new CatalogAuth.Dremio(endpoint),
                version,
                Policies.DEFAULT,
                Duration.ofSeconds(300),
                Lifecycle.ACTIVE);
    }
}
