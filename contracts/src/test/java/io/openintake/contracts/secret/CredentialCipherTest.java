package io.openintake.contracts.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.CredentialStored;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CredentialCipherTest {
    private static final IntakeId INTAKE = IntakeId.parse("3f0f6f1e-0000-4000-8000-000000000001");
    private static final IntakeId OTHER = IntakeId.parse("3f0f6f1e-0000-4000-8000-000000000002");
    private final CredentialCipher cipher = new CredentialCipher("a", Map.of("a", key(1)));

    @Test
    void opensWhatItSealed() {
        assertEquals("secret-token", cipher.open(cipher.seal(INTAKE, 1, "secret-token")));
    }

    @Test
    void refusesABlobThatWasMovedToAnotherIntake() {
        CredentialStored sealed = cipher.seal(INTAKE, 1, "secret-token");
        CredentialStored moved = new CredentialStored(OTHER, 1, sealed.keyId(), sealed.nonce(), sealed.ciphertext());
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> cipher.open(moved));
        assertFalse(refused.getMessage().contains("secret-token"));
    }

    @Test
    void opensUnderAnOldKeyAfterRotation() {
        CredentialCipher rotated = new CredentialCipher("b", Map.of("a", key(1), "b", key(2)));
        assertEquals("secret-token", rotated.open(cipher.seal(INTAKE, 1, "secret-token")));
        assertEquals("b", rotated.seal(INTAKE, 2, "secret-token").keyId());
    }

    @Test
    void refusesAKeyOfAnotherLength() {
        assertThrows(
                IllegalArgumentException.class, () -> new CredentialCipher("a", Map.of("a", Bytes.of(new byte[16]))));
    }

    private static Bytes key(int fill) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) fill);
        return Bytes.of(key);
    }
}
