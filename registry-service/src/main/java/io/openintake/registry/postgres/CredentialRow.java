package io.openintake.registry.postgres;

import io.openintake.contracts.event.CredentialStored;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A stored {@link CredentialStored}, encrypted as it travels. */
@Entity
@Table(name = "credential")
@SuppressWarnings("NullAway.Init")
class CredentialRow {
    @Id
    UUID intake;

    long version;

    @Column(name = "key_id")
    String keyId;

    byte[] nonce;
    byte[] ciphertext;

    void set(CredentialStored credential) {
        intake = credential.intake().value();
        version = credential.version();
        keyId = credential.keyId();
        nonce = credential.nonce().toArray();
        ciphertext = credential.ciphertext().toArray();
    }
}
