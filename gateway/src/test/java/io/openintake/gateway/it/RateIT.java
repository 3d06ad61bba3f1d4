package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.gateway.domain.admission.AdmissionTerms;
import io.openintake.gateway.domain.admission.AdmissionTerms.WhenFull;
import io.openintake.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The hourly rate of a runner, as its producers see it. */
class RateIT {
    /** One message a second: 300 may be saved up, and as many taken ahead by one request. */
    private static final Capacity SLOW = new Capacity(3_600, 64);

    private static final int SHORT_TIMEOUT_MS = 600;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.withTls();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void overTheHourlyLimitARequestIsHeldAndThenToldWhenItResumes() throws Exception {
        Tenant tenant = gateway.tenant(1, SLOW);
        try (Login login = in(tenant)) {
            assertEquals(
                    0,
                    Produced.to(login, tenant, Map.of(0, Produced.messages(300)))
                            .errorCode(0));
            Produced ahead = Produced.to(login, tenant, Map.of(0, Produced.messages(300)));
            assertEquals(0, ahead.errorCode(0), "what is saved up is not all there is");
            assertEquals(0, ahead.throttleMs());
            long begun = System.nanoTime();
            Produced refused = Produced.to(login, tenant, Map.of(0, Produced.messages(1)), SHORT_TIMEOUT_MS);
            assertTrue(System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(SHORT_TIMEOUT_MS / 2));
            assertEquals(19, refused.errorCode(0));
            String limit = "hourly limit of runner " + tenant.runner() + " (3600 messages/h) reached, resumes in ";
            assertTrue(
                    refused.text(0).matches(java.util.regex.Pattern.quote(limit) + "(29[0-9]|300) s"), refused.text(0));
            assertEquals(2_000, refused.throttleMs());
        }
    }

    @Test
    void aBatchThatNeverFitsIsSplitByAStockProducerAndArrives() throws Exception {
        Tenant tenant = gateway.tenant(1, SLOW);
        Map<String, Object> batching = Map.of("batch.size", 100_000, "linger.ms", 500);
        try (KafkaProducer<byte[], byte[]> producer = Clients.producer(gateway, tenant, batching)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int index = 0; index < 400; index++) {
                sent.add(producer.send(new ProducerRecord<>(tenant.intake().topic(), new byte[] {'{', '}'})));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(20, TimeUnit.SECONDS);
            }
            assertEquals(399, sent.getLast().get().offset());
        }
        try (Login login = in(tenant)) {
            Produced refused = Produced.to(login, tenant, Map.of(0, Produced.messages(301)));
            assertEquals(10, refused.errorCode(0));
            assertTrue(refused.text(0).contains("(300 messages)"), refused.text(0));
        }
    }

    @Test
    void batchesThatAreTooMuchOnlyTogetherGoOneAfterTheOther() throws Exception {
        Tenant tenant = gateway.tenant(3, SLOW);
        try (Login login = in(tenant)) {
            Produced first = Produced.to(
                    login,
                    tenant,
                    Map.of(0, Produced.messages(200), 1, Produced.messages(200), 2, Produced.messages(50)));
            assertEquals(List.of((short) 0, (short) 19, (short) 19), first.errorCodes());
            Produced again = Produced.to(login, tenant, Map.of(1, Produced.messages(200), 2, Produced.messages(50)));
            assertEquals(List.of((short) 0, (short) 0), again.errorCodes());
        }
    }

    @Test
    void whoPrefersItIsToldAtOnceAndForGoodThatTheBufferIsFull() throws Exception {
        AdmissionTerms failing = new AdmissionTerms(Duration.ofMinutes(10), 1, Duration.ofMinutes(16), WhenFull.FAIL);
        try (RunningGateway strict = RunningGateway.withTerms(failing)) {
            Tenant tenant = strict.tenant(1);
            strict.publish(new UsageReported(tenant.runner(), 1, State.BLOCKED, 99, 100, 0, 100, Optional.empty()));
            try (Login login = Login.tls(strict)) {
                assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
                Eventually.holds(
                        "the runner is blocked",
                        () -> Produced.to(login, tenant, Map.of(0, Produced.messages(1)))
                                        .errorCode(0)
                                == 44);
            }
            try (KafkaProducer<byte[], byte[]> producer = Clients.producer(strict, tenant, Map.of())) {
                ExecutionException failure = assertThrows(
                        ExecutionException.class,
                        () -> producer.send(new ProducerRecord<>(tenant.intake().topic(), new byte[1]))
                                .get(20, TimeUnit.SECONDS));
                PolicyViolationException told = assertInstanceOf(PolicyViolationException.class, failure.getCause());
                assertTrue(told.getMessage().contains("buffer full"), told.getMessage());
            }
        }
    }

    private static Login in(Tenant tenant) throws java.io.IOException {
        Login login = Login.tls(gateway);
        assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
        return login;
    }
}
