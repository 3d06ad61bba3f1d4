package io.openintake.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.UserType;
import io.openintake.gateway.it.Clients;
import io.openintake.gateway.it.Login;
import io.openintake.gateway.it.RunningGateway;
import io.openintake.gateway.it.Tenant;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients at work lose what is taken from their users: within ten seconds, and they are told why. */
class RevocationIT {
    private static final Duration PROMISE = Duration.ofSeconds(10);
    /** Batches that wait for a broker which refuses the login fail by their own deadline only. */
    private static final Map<String, Object> IMPATIENT =
            Map.of("linger.ms", 0, "request.timeout.ms", 1_000, "delivery.timeout.ms", 2_000);

    private static RunningGateway gateway;

    enum Revocation {
        USERS_DELETED {
            @Override
            void happen(Tenant tenant) {
                gateway.removed(InternalTopic.USERS, tenant.writer().toString(), 2);
                gateway.removed(InternalTopic.USERS, tenant.reader().toString(), 2);
            }
        },
        PASSWORDS_CHANGED {
            @Override
            void happen(Tenant tenant) {
                gateway.publish(tenant.userDefined(UserType.INTAKE, 2, "Another-Horse-8"));
                gateway.publish(tenant.userDefined(UserType.DEAD_LETTER, 2, "Another-Horse-8"));
            }
        },
        INTAKE_DELETED {
            @Override
            void happen(Tenant tenant) {
                gateway.publish(tenant.intakeDefined(2, Lifecycle.DELETING));
                gateway.removed(InternalTopic.REGISTRY_EVENTS, tenant.intake().toString(), 3);
            }
        };

        abstract void happen(Tenant tenant);
    }

    @BeforeAll
    static void start() {
        gateway = RunningGateway.withTls();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(Revocation.class)
    void producersAndConsumersAtWorkEnd(Revocation revocation) throws Exception {
        Tenant tenant = gateway.tenant(1);
        KafkaConsumer<byte[], byte[]> consumer = Clients.reader(gateway, tenant, Map.of("group.id", "mine"));
        try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, IMPATIENT);
                AutoCloseable end = () -> leave(consumer)) {
            consumer.subscribe(List.of(tenant.intake().deadLetterTopic()));
            send(producer, tenant);
            Eventually.holds("the consumer has joined", () -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });
            long begun = System.nanoTime();
            revocation.happen(tenant);
            Eventually.within(PROMISE).untilHolds("the producer ends", () -> isRefused(producer, tenant));
            Eventually.within(PROMISE).untilHolds("the consumer is refused", () -> isRefused(consumer));
            assertTrue(System.nanoTime() - begun < PROMISE.toNanos(), "took longer than promised");
            try (Login login = Login.tls(gateway)) {
                assertFalse(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
            }
        }
    }

    private static void leave(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            consumer.close();
        } catch (KafkaException refused) {
            // Who is not let in cannot leave the group either.
        }
    }

    private static boolean isRefused(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            consumer.poll(Duration.ofMillis(100));
            return false;
        } catch (SaslAuthenticationException refused) {
            return true;
        }
    }

    private static boolean isRefused(KafkaProducer<byte[], byte[]> producer, Tenant tenant) throws Exception {
        try {
            send(producer, tenant);
            return false;
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof SaslAuthenticationException
                    || failed.getCause() instanceof TimeoutException;
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, Tenant tenant) throws Exception {
        producer.send(new ProducerRecord<>(tenant.intake().topic(), new byte[] {'{', '}'}))
                .get(20, TimeUnit.SECONDS);
    }
}
