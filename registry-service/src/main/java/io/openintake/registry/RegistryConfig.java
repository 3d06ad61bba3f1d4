package io.openintake.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every key of its own that registry-service reads, beside those that all services share. */
@ConfigMapping(prefix = "intake.registry")
public interface RegistryConfig {
    /** Regions that the API answers for; any other is not found. */
    @WithDefault("eu01")
    List<String> regions();

    /** Public {@code host:port} of runners; <code>{runner}</code> stands for the runner's id. */
    @WithDefault("{runner}.intake.example.com:9094")
    String kafkaEndpoint();

    /** Hosts of catalogs and token endpoints that are allowed whatever they are, also without TLS. */
    Optional<List<String>> allowedHttpHosts();

    /** The shortest flush interval that an owner may ask for, in seconds. */
    @WithDefault("1")
    int minFlushIntervalSeconds();

    /** How long published outbox records are kept for people to look at. */
    @WithDefault("PT1H")
    Duration outboxRetention();

    /** How often deleted resources are looked at whether they can go. */
    @WithDefault("PT1S")
    Duration removalInterval();
}
