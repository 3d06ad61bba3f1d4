package io.openintake.gateway.kafka.security;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.LinkSecurity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.ssl.SslFactory;

/**
 * Links as Kafka's own clients would secure them: {@code security.protocol}, {@code ssl.*}, and of {@code sasl.*} the
 * mechanisms that need a user name and a password.
 */
public final class ClusterSecurity implements LinkSecurity {
    private static final Set<String> MECHANISMS = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    private final Optional<SslFactory> tls;
    private final Optional<SaslUser> user;

    private ClusterSecurity(Optional<SslFactory> tls, Optional<SaslUser> user) {
        this.tls = tls;
        this.user = user;
    }

    /** Reads the settings; {@link IllegalStateException} with what to do when they cannot be right. */
    public static ClusterSecurity of(Map<String, String> clientProperties) {
        try {
            Map<String, ?> settings = new AdminClientConfig(new HashMap<>(clientProperties)).values();
            String protocol = String.valueOf(settings.get(AdminClientConfig.SECURITY_PROTOCOL_CONFIG));
            return switch (SecurityProtocol.forName(protocol)) {
                case PLAINTEXT -> new ClusterSecurity(Optional.empty(), Optional.empty());
                case SSL -> new ClusterSecurity(Optional.of(tls(settings)), Optional.empty());
                case SASL_PLAINTEXT -> new ClusterSecurity(Optional.empty(), Optional.of(user(settings)));
                case SASL_SSL -> new ClusterSecurity(Optional.of(tls(settings)), Optional.of(user(settings)));
            };
        } catch (ConfigException wrong) {
            throw new IllegalStateException("kafka.* of the gateway: " + wrong.getMessage(), wrong);
        }
    }

    @Override
    public Optional<SSLEngine> encryption(BrokerAddress broker) {
        return tls.map(factory -> factory.createSslEngine(broker.host(), broker.port()));
    }

    @Override
    public Optional<Conversation> login(BrokerAddress broker) {
        return user.map(known -> new SaslConversation(known, broker.host()));
    }

    private static SslFactory tls(Map<String, ?> settings) {
        SslFactory factory = new SslFactory(ConnectionMode.CLIENT);
        factory.configure(settings);
        return factory;
    }

    private static SaslUser user(Map<String, ?> settings) {
        String mechanism = String.valueOf(settings.get(SaslConfigs.SASL_MECHANISM));
        if (!MECHANISMS.contains(mechanism)) {
            throw new IllegalStateException("kafka.sasl.mechanism=" + mechanism
                    + " is not supported by the gateway's links to the brokers; use one of " + MECHANISMS);
        }
        try {
            List<AppConfigurationEntry> entries =
                    JaasContext.loadClientContext(settings).configurationEntries();
            return new SaslUser(mechanism, option(entries, "username"), option(entries, "password"));
        } catch (IllegalArgumentException missing) {
            throw new IllegalStateException("kafka.sasl.jaas.config: " + missing.getMessage(), missing);
        }
    }

    private static String option(List<AppConfigurationEntry> entries, String name) {
        return entries.stream()
                .map(entry -> entry.getOptions().get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the login module has no " + name));
    }
}
