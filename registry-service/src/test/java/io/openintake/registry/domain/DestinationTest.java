package io.openintake.registry.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.TableTarget;
import io.openintake.registry.domain.request.AuthPatch;
import io.openintake.registry.domain.request.DestinationPatch;
import io.openintake.registry.domain.value.CatalogSecret;
import io.openintake.registry.domain.value.WebAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stored secret goes only to the servers that it was given for. */
final class DestinationTest {
    private static final Destination HELD = new Destination(
            new TableTarget("https://catalog.example.com/iceberg", "w", "n", "t"),
            new Partitioning.None(),
            Optional.of(new CatalogAuth.Dremio("https://login.example.com/oauth/token")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example.net/oauth/token",
                "https://login.example.com:8443/oauth/token",
                "https://login.example.com.example.net/oauth/token"
            })
    void demandsTheSecretAgainForAnotherTokenEndpoint(String elsewhere) {
        assertSecretDemanded(HELD.patched(patch(Optional.empty(), Optional.of(elsewhere), Optional.empty())));
    }

    @Test
    void demandsTheSecretAgainForAnotherCatalog() {
        assertSecretDemanded(HELD.patched(
                patch(Optional.of("https://attacker.example.net/iceberg"), Optional.empty(), Optional.empty())));
    }

    @Test
    void movesToAnotherServerWithANewSecret() {
        assertAccepted(HELD.patched(patch(
                Optional.of("https://catalog.example.net"),
                Optional.of("https://login.example.net/oauth/token"),
                Optional.of(new CatalogSecret("new")))));
    }

    @Test
    void keepsTheSecretOnTheSameServers() {
        assertAccepted(HELD.patched(patch(
                Optional.of("https://catalog.example.com:443/other"),
                Optional.of("https://LOGIN.example.com/other/token"),
                Optional.empty())));
        assertAccepted(HELD.patched(DestinationPatch.NONE));
    }

    @Test
    void movesFreelyWithoutASecret() {
        Destination open = new Destination(HELD.target(), HELD.partitioning(), Optional.empty());
        assertAccepted(open.patched(new DestinationPatch(
                Optional.of(WebAddress.parse("https://catalog.example.net", Set.of())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
    }

    private static DestinationPatch patch(
            Optional<String> uri, Optional<String> tokenEndpoint, Optional<CatalogSecret> secret) {
        return new DestinationPatch(
                uri.map(text -> WebAddress.parse(text, Set.of())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new AuthPatch(
                        Optional.empty(),
                        AuthPatch.Dremio.PRESENT,
                        tokenEndpoint.map(text -> WebAddress.parse(text, Set.of())),
                        secret)));
    }

    private static void assertAccepted(Decision<Destination> decision) {
        assertInstanceOf(Decision.Accepted.class, decision);
    }

    private static void assertSecretDemanded(Decision<Destination> decision) {
        Refusal refusal = assertInstanceOf(Decision.Refused.class, decision).refusal();
        assertEquals(
                List.of("/catalog/auth/dremio/personalAccessToken"),
                assertInstanceOf(Refusal.Invalid.class, refusal).violations().stream()
                        .map(Violation::pointer)
                        .toList());
    }
}
