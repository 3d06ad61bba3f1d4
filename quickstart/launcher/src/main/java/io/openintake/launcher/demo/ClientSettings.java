package io.openintake.launcher.demo;

import io.openintake.launcher.folder.PrivateFile;
import io.openintake.launcher.stack.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a Kafka client needs to log in through the gateway, in both dialects. */
public final class ClientSettings {
    private final Endpoints endpoints;
    private final Demo.Login login;

    public ClientSettings(Endpoints endpoints, Demo.Login login) {
        this.endpoints = endpoints;
        this.login = login;
    }

    /** For the Java client. */
    public Map<String, String> java() {
        Map<String, String> settings = both();
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(login.userName(), login.password()));
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", endpoints.authority().toString());
        return settings;
    }

    /** For librdkafka and all clients built on it. */
    public Map<String, String> librdkafka() {
        Map<String, String> settings = both();
        settings.put("sasl.username", login.userName());
        settings.put("sasl.password", login.password());
        settings.put("ssl.ca.location", endpoints.authority().toString());
        return settings;
    }

    /** Writes both, as `<name>.properties` and `<name>.conf`. */
    void write(Path folder, String name) throws IOException {
        PrivateFile.write(folder.resolve(name + ".properties"), text(java()));
        PrivateFile.write(folder.resolve(name + ".conf"), text(librdkafka()));
    }

    private Map<String, String> both() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", endpoints.kafka());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        return settings;
    }

    private static String text(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
