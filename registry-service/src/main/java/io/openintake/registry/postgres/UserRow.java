package io.openintake.registry.postgres;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.User;
import io.openintake.registry.domain.Verifiers;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A stored {@link User}. */
@Entity
@Table(name = "intake_user")
@SuppressWarnings("NullAway.Init")
class UserRow {
    @Id
    UUID id;

    UUID intake;
    UUID project;
    String region;

    @Embedded
    ProfileColumns profile;

    String type;

    @Column(name = "sha256_salt")
    byte[] sha256Salt;

    @Column(name = "sha256_stored_key")
    byte[] sha256StoredKey;

    @Column(name = "sha256_server_key")
    byte[] sha256ServerKey;

    @Column(name = "sha512_salt")
    byte[] sha512Salt;

    @Column(name = "sha512_stored_key")
    byte[] sha512StoredKey;

    @Column(name = "sha512_server_key")
    byte[] sha512ServerKey;

    int iterations;

    @Column(name = "credential_version")
    long credentialVersion;

    long version;
    Instant created;

    void set(User user) {
        id = user.id().value();
        intake = user.intake().value();
        project = user.scope().project().value();
        region = user.scope().region();
        profile = ProfileColumns.of(user.profile());
        type = user.type().text();
        set(user.verifiers());
        credentialVersion = user.credentialVersion();
        version = user.version();
        created = user.created();
    }

    User user() {
        return new User(
                new UserId(id),
                new IntakeId(intake),
                scope(),
                profile.profile(),
                TextForm.parse(UserType.values(), UserType::text, type),
                new Verifiers(
                        verifier(sha256Salt, sha256StoredKey, sha256ServerKey),
                        verifier(sha512Salt, sha512StoredKey, sha512ServerKey)),
                credentialVersion,
                version,
                created);
    }

    Scope scope() {
        return new Scope(new ProjectId(project), region);
    }

    private void set(Verifiers verifiers) {
        sha256Salt = verifiers.sha256().salt().toArray();
        sha256StoredKey = verifiers.sha256().storedKey().toArray();
        sha256ServerKey = verifiers.sha256().serverKey().toArray();
        sha512Salt = verifiers.sha512().salt().toArray();
        sha512StoredKey = verifiers.sha512().storedKey().toArray();
        sha512ServerKey = verifiers.sha512().serverKey().toArray();
        iterations = verifiers.sha512().iterations();
    }

    private ScramVerifier verifier(byte[] salt, byte[] storedKey, byte[] serverKey) {
        return new ScramVerifier(Bytes.of(salt), Bytes.of(storedKey), Bytes.of(serverKey), iterations);
    }
}
