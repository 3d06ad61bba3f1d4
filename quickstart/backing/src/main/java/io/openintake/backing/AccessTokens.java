package io.openintake.backing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Access tokens that carry their expiry and our signature, so that they outlive a restart and need no store. */
final class AccessTokens {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;
    private final Duration lifetime;
    private final InstantSource clock;

    AccessTokens(String key, Duration lifetime, InstantSource clock) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
        this.lifetime = lifetime;
        this.clock = clock;
    }

    String issue() {
        var expiry = Long.toString(clock.instant().plus(lifetime).toEpochMilli());
        return expiry + "." + signature(expiry);
    }

    boolean accepts(String token) {
        var parts = token.split("\\.", -1);
        return parts.length == 2
                && parts[0].matches("[0-9]{1,18}")
                && MessageDigest.isEqual(
                        signature(parts[0]).getBytes(StandardCharsets.UTF_8), parts[1].getBytes(StandardCharsets.UTF_8))
                && clock.instant().isBefore(Instant.ofEpochMilli(Long.parseLong(parts[0])));
    }

    long lifetimeSeconds() {
        return lifetime.toSeconds();
    }

    private String signature(String expiry) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(expiry.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
