package io.openintake.registry;

import io.openintake.bus.BusConnection;
import io.openintake.contracts.ServiceName;
import io.openintake.registry.app.Changes;
import io.openintake.registry.app.Definitions;
import io.openintake.registry.app.Mirrors;
import io.openintake.registry.app.Removals;
import io.openintake.registry.app.outbox.EventSender;
import io.openintake.registry.app.outbox.Outbox;
import io.openintake.registry.app.outbox.OutboxPublisher;
import io.openintake.registry.domain.CredentialSeal;
import io.openintake.registry.domain.KafkaEndpoint;
import io.openintake.registry.files.KeyFile;
import io.openintake.registry.files.TokenFile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what cannot make itself from configuration. */
@Singleton
final class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    KafkaEndpoint kafkaEndpoint(RegistryConfig config) {
        return new KafkaEndpoint(config.kafkaEndpoint());
    }

    @Produces
    @Singleton
    BusConnection busConnection(Config config) {
        return BusConnection.configured(
                ServiceName.REGISTRY, config.getPropertyNames(), name -> config.getOptionalValue(name, String.class));
    }

    @Produces
    @Singleton
    TokenFile tokenFile(@ConfigProperty(name = "intake.tokens.file") Optional<Path> file, Clock clock) {
        TokenFile tokens = new TokenFile(file, clock);
        tokens.refresh();
        return tokens;
    }

    @Produces
    @Singleton
    OutboxPublisher outboxPublisher(Outbox outbox, EventSender sender, RegistryMetrics metrics, RegistryConfig config) {
        return new OutboxPublisher(outbox, sender, metrics, config.outboxRetention(), Failpoints.load());
    }

    @Produces
    @Singleton
    Removals removals(Definitions definitions, Changes changes, Mirrors mirrors) {
        return new Removals(definitions, changes, mirrors);
    }

    @Produces
    @Singleton
    CredentialSeal credentialSeal(@ConfigProperty(name = "intake.keys.file") Optional<Path> file) {
        return new KeyFile(file);
    }
}
