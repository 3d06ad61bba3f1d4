package io.openintake.registry;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.secret.CredentialCipher;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The key of {@code keys.json}, as the flusher would hold it. */
final class TestKeys {
    private TestKeys() {}

    static CredentialCipher cipher() {
        byte[] key = "test-only-key-of-thirty-two-byte".getBytes(StandardCharsets.US_ASCII);
        return new CredentialCipher("k1", Map.of("k1", Bytes.of(key)));
    }
}
