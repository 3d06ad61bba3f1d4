package io.openintake.testkit;

import com.fasterxml.jackson.databind.JsonNode;

/** How to reach each part of a running backing. */
public final class BackingAccess {
    private BackingAccess() {}

    /** PostgreSQL on the loopback interface. */
    public record Postgres(String host, int port, String user, String password, String database) {
        static Postgres of(JsonNode json) {
            return new Postgres(
                    text(json, "host"),
                    json.required("port").intValue(),
                    text(json, "user"),
                    text(json, "password"),
                    text(json, "database"));
        }

        public String jdbcUrl() {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
        }

        public String reactiveUrl() {
            return "postgresql://%s:%d/%s".formatted(host, port, database);
        }
    }

    /** An S3 server with one bucket, to be used with path-style access. */
    public record S3(String endpoint, String accessKey, String secretKey, String bucket, String region) {
        static S3 of(JsonNode json) {
            return new S3(
                    text(json, "endpoint"),
                    text(json, "accessKey"),
                    text(json, "secretKey"),
                    text(json, "bucket"),
                    text(json, "region"));
        }
    }

    /** An Iceberg REST catalog, which tells its clients the S3 settings itself. */
    public record Catalog(String uri, String warehouse, String tokenEndpoint, String personalAccessToken) {
        static Catalog of(JsonNode json) {
            return new Catalog(
                    text(json, "uri"),
                    text(json, "warehouse"),
                    text(json, "tokenEndpoint"),
                    text(json, "personalAccessToken"));
        }
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).textValue();
    }
}
