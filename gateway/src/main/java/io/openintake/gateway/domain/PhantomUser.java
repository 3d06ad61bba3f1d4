package io.openintake.gateway.domain;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives unknown users a verifier that no password fits, the same at every attempt and on every gateway that shares the
 * secret, so that a login does not tell which users exist.
 */
public final class PhantomUser {
    /** As the registry makes them. */
    public static final int SALT_BYTES = 16;

    public static final int ITERATIONS = 16_384;

    private final byte[] secret;

    public PhantomUser(byte[] secret) {
        this.secret = secret.clone();
    }

    /** The verifier of the user that is none. */
    public ScramVerifier verifier(ScramMechanism mechanism, String userName) {
        byte[] salt = Arrays.copyOf(derived(mechanism, "salt", userName), SALT_BYTES);
        Bytes storedKey = Bytes.of(derived(mechanism, "stored", userName));
        Bytes serverKey = Bytes.of(derived(mechanism, "server", userName));
        return new ScramVerifier(Bytes.of(salt), storedKey, serverKey, ITERATIONS);
    }

    private byte[] derived(ScramMechanism mechanism, String purpose, String userName) {
        return mechanism.hmac(secret, (purpose + "/" + userName).getBytes(StandardCharsets.UTF_8));
    }
}
