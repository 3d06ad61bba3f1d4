package io.openintake.contracts.event;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;

/**
 * An intake's catalog secret, encrypted; see {@link io.openintake.contracts.secret.CredentialCipher}.
 *
 * @param keyId names the key-encryption key
 */
public record CredentialStored(IntakeId intake, long version, String keyId, Bytes nonce, Bytes ciphertext)
        implements Event {
    @Override
    public InternalTopic topic() {
        return InternalTopic.SECRETS;
    }

    @Override
    public String key() {
        return intake.toString();
    }
}
