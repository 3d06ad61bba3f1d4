package io.openintake.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Backing} for {@code @QuarkusTest} classes: {@code @QuarkusTestResource(value = BackingResource.class,
 * initArgs = ...)}.
 *
 * <p>Argument {@code parts} names the parts, for example {@code kafka,postgres} (all, if absent). Every other argument
 * is a configuration key whose value may hold {@code {kafka}}, {@code {postgres.jdbc-url}}, {@code {catalog.uri}} and
 * the like, see {@link #places}.
 */
public final class BackingResource implements QuarkusTestResourceLifecycleManager {
    private static final String PARTS = "parts";

    private Map<String, String> arguments = Map.of();
    private @Nullable Backing backing;

    @Override
    public void init(Map<String, String> initArgs) {
        arguments = Map.copyOf(initArgs);
    }

    @Override
    public Map<String, String> start() {
        var started = Backing.start(Part.named(arguments.getOrDefault(PARTS, "")));
        backing = started;
        var places = places(started);
        var configuration = new HashMap<String, String>();
        if (started.has(Part.KAFKA)) {
            configuration.put("kafka.bootstrap.servers", started.kafkaBootstrap());
        }
        if (started.has(Part.POSTGRES)) {
            configuration.put("quarkus.datasource.jdbc.url", started.postgres().jdbcUrl());
            configuration.put(
                    "quarkus.datasource.reactive.url", started.postgres().reactiveUrl());
            configuration.put("quarkus.datasource.username", started.postgres().user());
            configuration.put("quarkus.datasource.password", started.postgres().password());
        }
        arguments.forEach((key, value) -> {
            if (!key.equals(PARTS)) {
                configuration.put(key, filled(value, places));
            }
        });
        return configuration;
    }

    @Override
    public void stop() {
        if (backing != null) {
            backing.close();
        }
    }

    /** The names that may stand in braces in an argument, with their values. */
    static Map<String, String> places(Backing backing) {
        var places = new HashMap<String, String>();
        if (backing.has(Part.KAFKA)) {
            places.put("kafka", backing.kafkaBootstrap());
        }
        if (backing.has(Part.POSTGRES)) {
            places.put("postgres.jdbc-url", backing.postgres().jdbcUrl());
            places.put("postgres.reactive-url", backing.postgres().reactiveUrl());
            places.put("postgres.user", backing.postgres().user());
            places.put("postgres.password", backing.postgres().password());
        }
        if (backing.has(Part.S3)) {
            places.put("s3.endpoint", backing.s3().endpoint());
            places.put("s3.access-key", backing.s3().accessKey());
            places.put("s3.secret-key", backing.s3().secretKey());
            places.put("s3.bucket", backing.s3().bucket());
            places.put("s3.region", backing.s3().region());
        }
        if (backing.has(Part.CATALOG)) {
            places.put("catalog.uri", backing.catalog().uri());
            places.put("catalog.warehouse", backing.catalog().warehouse());
            places.put("catalog.token-endpoint", backing.catalog().tokenEndpoint());
            places.put("catalog.personal-access-token", backing.catalog().personalAccessToken());
        }
        return places;
    }

    private static String filled(String value, Map<String, String> places) {
        var filled = value;
        for (var place : places.entrySet()) {
            filled = filled.replace("{" + place.getKey() + "}", place.getValue());
        }
        return filled;
    }
}
