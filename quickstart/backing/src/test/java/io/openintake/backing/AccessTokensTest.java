package io.openintake.backing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIFETIME = Duration.ofSeconds(10);

    private final String token = at(NOW).issue();

    @Test
    void acceptsATokenUntilItsLifetimeEnds() {
        assertTrue(at(NOW.plusSeconds(9)).accepts(token));
        assertFalse(at(NOW.plusSeconds(10)).accepts(token));
    }

    @Test
    void refusesATokenWhoseExpiryWasMovedOrThatAnotherKeySigned() {
        var moved = token.replaceFirst("^[0-9]+", "9999999999999");
        assertFalse(at(NOW).accepts(moved));
        assertFalse(new AccessTokens("other key", LIFETIME, InstantSource.fixed(NOW)).accepts(token));
    }

    @Test
    void refusesWhatIsNoToken() {
        assertFalse(at(NOW).accepts(""));
        assertFalse(at(NOW).accepts("."));
        assertFalse(at(NOW).accepts("99999999999999999999.x"));
    }

    private static AccessTokens at(Instant now) {
        return new AccessTokens("key", LIFETIME, InstantSource.fixed(now));
    }
}
