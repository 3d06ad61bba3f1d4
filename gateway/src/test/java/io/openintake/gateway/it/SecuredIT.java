package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cluster that lets nobody in without TLS and a password. */
class SecuredIT {
    private static final Certificate CERTIFICATE = Certificate.make();
    private static final String PASSWORD = "Between-Us-7";
    /** After that the broker ends a connection that is used on. */
    private static final Duration LOGIN_LIFETIME = Duration.ofSeconds(3);

    private static Backing backing;

    @BeforeAll
    static void start() throws IOException {
        backing = Backing.startWith(secured(), Part.KAFKA);
    }

    @AfterAll
    static void stop() {
        backing.close();
    }

    @Test
    void theGatewaysLinksLogInByPlainAndByScram() throws Exception {
        Map<String, String> plain = client("PLAIN", "plain.PlainLoginModule");
        passesMessagesOn(plain);
        try (Admin admin = Admin.create(new HashMap<>(plain))) {
            ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("gateway", scram, PASSWORD)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        passesMessagesOn(client("SCRAM-SHA-512", "scram.ScramLoginModule"));
    }

    @Test
    void aLoginThatEndsIsRenewedWithoutTheClientsNotice() throws Exception {
        try (RunningGateway gateway = RunningGateway.before(client("PLAIN", "plain.PlainLoginModule"))) {
            Tenant tenant = gateway.tenant(1);
            Map<String, Object> hasty = Map.of("retries", 0, "enable.idempotence", false, "acks", "all");
            try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, hasty)) {
                long begun = System.nanoTime();
                long sent = 0;
                while (System.nanoTime() - begun < 2 * LOGIN_LIFETIME.toNanos()) {
                    ProducerRecord<byte[], byte[]> message =
                            new ProducerRecord<>(tenant.intake().topic(), new byte[] {'{', '}'});
                    assertEquals(
                            sent++,
                            producer.send(message).get(20, TimeUnit.SECONDS).offset());
                }
            }
        }
    }

    private static void passesMessagesOn(Map<String, String> cluster) throws Exception {
        try (RunningGateway gateway = RunningGateway.before(cluster)) {
            Tenant tenant = gateway.tenant(1);
            try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, Map.of())) {
                for (int index = 0; index < 3; index++) {
                    ProducerRecord<byte[], byte[]> message =
                            new ProducerRecord<>(tenant.intake().topic(), new byte[] {'{', '}'});
                    assertEquals(
                            index,
                            producer.send(message).get(20, TimeUnit.SECONDS).offset());
                }
            }
        }
    }

    private static List<String> secured() throws IOException {
        String certificate = Files.readString(CERTIFICATE.certificate());
        Map<String, String> settings = Map.of(
                "listener.security.protocol.map",
                "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-512",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "connections.max.reauth.ms",
                Long.toString(LOGIN_LIFETIME.toMillis()),
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.certificate.chain",
                certificate,
                "ssl.keystore.key",
                Files.readString(CERTIFICATE.key()),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                certificate,
                "listener.name.broker.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"gateway\"" + " password=\""
                        + PASSWORD + "\" user_gateway=\"" + PASSWORD + "\";");
        List<String> options = new ArrayList<>(List.of(
                "--kafka-setting",
                "listener.name.broker.scram-sha-512.sasl.jaas.config="
                        + "org.apache.kafka.common.security.scram.ScramLoginModule required;"));
        settings.forEach((key, value) -> options.addAll(List.of("--kafka-setting", key + "=" + value)));
        return options;
    }

    /** As any service is configured. */
    private static Map<String, String> client(String mechanism, String module) {
        return Map.of(
                "bootstrap.servers",
                backing.kafkaBootstrap(),
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                CERTIFICATE.certificate().toString(),
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + module + " required username=\"gateway\" password=\"" + PASSWORD
                        + "\";");
    }
}
