package io.openintake.launcher.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.openintake.launcher.folder.StackFailure;

/** How to reach the infrastructure below the services, as its process announces it. */
public record Backing(String kafka, Postgres postgres, Storage s3, Catalog catalog) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The registry's database. */
    public record Postgres(String host, int port, String user, String password, String database) {}

    /** Where the files of tables lie. */
    public record Storage(String endpoint, String accessKey, String secretKey, String bucket, String region) {}

    /** The Iceberg REST catalog; its token endpoint exchanges the personal access token as Dremio's does. */
    public record Catalog(String uri, String warehouse, String tokenEndpoint, String personalAccessToken) {}

    static Backing parse(String json) {
        try {
            return JSON.readValue(json, Backing.class);
        } catch (JsonProcessingException e) {
            throw new StackFailure("The backing announced something that is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
