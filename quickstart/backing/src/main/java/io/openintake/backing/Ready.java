package io.openintake.backing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** How to reach every part that runs: the line that the parent process reads from our standard output. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Ready(
        @Nullable String kafka,
        @Nullable String kafkaCluster,
        @Nullable Postgres postgres,
        @Nullable S3 s3,
        @Nullable Catalog catalog) {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Postgres(String host, int port, String user, String password, String database) {
        String jdbcUrl(String otherDatabase) {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, otherDatabase);
        }
    }

    record S3(String endpoint, String accessKey, String secretKey, String bucket, String region) {}

    record Catalog(String uri, String warehouse, String tokenEndpoint, String personalAccessToken) {}

    String line() throws JsonProcessingException {
        return "READY " + JSON.writeValueAsString(this);
    }
}
