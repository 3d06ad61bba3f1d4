package io.openintake.flusher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.Bytes;
import io.openintake.contracts.secret.CredentialCipher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The keys that catalog credentials are encrypted with: {@code {"current":"k1","keys":{"k1":"<base64 32 bytes>"}}}. */
final class KeyFile {
    private KeyFile() {}

    static CredentialCipher read(Path file) {
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
