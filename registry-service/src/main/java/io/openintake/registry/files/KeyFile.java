package io.openintake.registry.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.Bytes;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.CredentialStored;
import io.openintake.contracts.secret.CredentialCipher;
import io.openintake.registry.app.TemporarilyUnavailable;
import io.openintake.registry.domain.CredentialSeal;
import io.openintake.registry.domain.value.CatalogSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Encrypts catalog secrets with the operator's keys: {@code {"current":"k1","keys":{"k1":"<base64, 32 bytes>"}}}.
 * Without
 * a file everything else works, and secrets are refused.
 */
public final class KeyFile implements CredentialSeal {
    private final Optional<CredentialCipher> cipher;

    public KeyFile(Optional<Path> file) {
        this.cipher = file.map(KeyFile::read);
    }

    @Override
    public CredentialStored seal(IntakeId intake, long version, CatalogSecret secret) {
        return cipher.orElseThrow(() -> new TemporarilyUnavailable(
                        "catalog secrets cannot be stored: no key file is configured",
                        new IllegalStateException("intake.keys.file is not set")))
                .seal(intake, version, secret.text());
    }

    private static CredentialCipher read(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            Map<String, Bytes> keys = new HashMap<>();
            json.path("keys")
                    .properties()
                    .forEach(key ->
                            keys.put(key.getKey(), Bytes.ofBase64(key.getValue().asText())));
            return new CredentialCipher(json.path("current").asText(), keys);
        } catch (IOException | IllegalArgumentException unusable) {
            // the cause may quote the file's content, so it is left out
            throw new IllegalStateException("intake.keys.file cannot be used: " + file + " ("
                    + unusable.getClass().getSimpleName() + ")");
        }
    }
}
