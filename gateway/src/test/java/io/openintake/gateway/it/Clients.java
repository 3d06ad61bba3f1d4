package io.openintake.gateway.it;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Stock Java clients. */
final class Clients {
    private Clients() {}

    static Map<String, Object> login(RunningGateway gateway, String user, String password, String mechanism) {
        return login(gateway.bootstrap(), gateway.certificate(), user, password, mechanism);
    }

    static Map<String, Object> login(
            String bootstrap, String certificate, String user, String password, String mechanism) {
        String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("security.protocol", "SASL_SSL");
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", certificate);
        settings.put("sasl.mechanism", mechanism);
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + module + " required username=\"" + user + "\" password=\""
                        + password + "\";");
        return settings;
    }

    static KafkaProducer<byte[], byte[]> producer(RunningGateway gateway, Tenant tenant, Map<String, Object> extra) {
        Map<String, Object> settings = login(gateway, tenant.writer().userName(), Tenant.PASSWORD, "SCRAM-SHA-512");
        settings.put("max.block.ms", 20_000);
        settings.putAll(extra);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static KafkaConsumer<byte[], byte[]> reader(RunningGateway gateway, Tenant tenant, Map<String, Object> extra) {
        Map<String, Object> settings = login(gateway, tenant.reader().userName(), Tenant.PASSWORD, "SCRAM-SHA-512");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.putAll(extra);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A consumer of the backing cluster itself. */
    static KafkaConsumer<byte[], byte[]> inside(RunningGateway gateway) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", gateway.kafka(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
