package io.openintake.contracts.secret;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.CredentialStored;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D); the intake and the version are authenticated with it, so a
 * blob moved to another intake does not open.
 */
public final class CredentialCipher {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private final String currentKeyId;
    private final Map<String, Bytes> keys;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param currentKeyId the key to encrypt with
     * @param keys 32 bytes each, by id; old ones stay until everything is encrypted anew
     */
    public CredentialCipher(String currentKeyId, Map<String, Bytes> keys) {
        if (!keys.containsKey(currentKeyId)) {
            throw new IllegalArgumentException("no key with the current id " + currentKeyId);
        }
        keys.forEach((id, key) -> {
            if (key.length() != KEY_BYTES) {
                throw new IllegalArgumentException("key " + id + " must have " + KEY_BYTES + " bytes");
            }
        });
        this.currentKeyId = currentKeyId;
        this.keys = Map.copyOf(keys);
    }

    /** Encrypts an intake's secret under the current key. */
    public CredentialStored seal(IntakeId intake, long version, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        CredentialStored empty =
                new CredentialStored(intake, version, currentKeyId, Bytes.of(nonce), Bytes.of(new byte[0]));
        byte[] sealed = run(Cipher.ENCRYPT_MODE, empty, secret.getBytes(StandardCharsets.UTF_8));
        return new CredentialStored(intake, version, currentKeyId, empty.nonce(), Bytes.of(sealed));
    }

    /** Decrypts; {@link IllegalStateException} without the secret when the key is missing or the blob was changed. */
    public String open(CredentialStored stored) {
        byte[] plain = run(Cipher.DECRYPT_MODE, stored, stored.ciphertext().toArray());
        return new String(plain, StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, CredentialStored stored, byte[] input) {
        Bytes key = keys.get(stored.keyId());
        if (key == null) {
            throw new IllegalStateException(
                    "no key with id " + stored.keyId() + " for the credential of intake " + stored.intake());
        }
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(
                    mode,
                    new SecretKeySpec(key.toArray(), "AES"),
                    new GCMParameterSpec(TAG_BITS, stored.nonce().toArray()));
            cipher.updateAAD(("openintake/catalog-credential/" + stored.intake() + "/" + stored.version())
                    .getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (AEADBadTagException changed) {
            throw new IllegalStateException(
                    "the credential of intake " + stored.intake() + " does not open with its key", changed);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM is not usable on this JVM", broken);
        }
    }
}
