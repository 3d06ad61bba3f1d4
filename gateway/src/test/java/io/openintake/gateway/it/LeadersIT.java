package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.testkit.Eventually;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two brokers behind the gateway: which of them a batch goes to is none of the client's business. */
class LeadersIT {
    private static final List<Integer> ON_FIRST = List.of(TwoBrokers.FIRST, TwoBrokers.SECOND);
    private static final List<Integer> ON_SECOND = List.of(TwoBrokers.SECOND, TwoBrokers.FIRST);
    private static TwoBrokers brokers;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        brokers = TwoBrokers.start();
        gateway = RunningGateway.before(brokers.settings());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        brokers.close();
    }

    @Test
    void aRequestIsSplitOverTwoLeadersAndItsAnswersPutTogether() throws Exception {
        Tenant tenant = brokers.tenant(gateway, List.of(ON_FIRST, ON_SECOND, ON_FIRST));
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
            for (int round = 0; round < 2; round++) {
                Produced all = Produced.to(
                        login,
                        tenant,
                        Map.of(
                                0,
                                Produced.messages(2),
                                1,
                                Produced.messages(3),
                                2,
                                Produced.messages(4),
                                7,
                                Produced.messages(1)));
                assertEquals(List.of((short) 0, (short) 0, (short) 0, (short) 3), all.errorCodes());
                assertEquals(2L * round, all.partitions().get(0).baseOffset());
                assertEquals(3L * round, all.partitions().get(1).baseOffset());
                assertEquals(4L * round, all.partitions().get(2).baseOffset());
            }
        }
    }

    @Test
    void whenLeadersMoveUnderLoadNothingIsLostDoubledOrOutOfOrder() throws Exception {
        Tenant tenant = brokers.tenant(gateway, List.of(ON_FIRST, ON_SECOND));
        try (Load load = new Load(Clients.producer(gateway, tenant, Load.SETTINGS), tenant, 2).start()) {
            for (int round = 0; round < 3; round++) {
                load.awaitMore(1_000);
                for (int partition = 0; partition < 2; partition++) {
                    List<Integer> next = (round + partition) % 2 == 0 ? ON_SECOND : ON_FIRST;
                    brokers.move(new TopicPartition(tenant.intake().topic(), partition), next);
                }
            }
            load.awaitMore(1_000);
            load.stopAndVerify(brokers.settings());
        }
    }

    @Test
    void aPartitionWithoutALeaderIsWaitedForAndThenAnsweredWithSix() throws Exception {
        Tenant tenant = brokers.tenant(gateway, List.of(ON_FIRST, ON_SECOND));
        brokers.move(new TopicPartition(tenant.intake().topic(), 1), List.of(TwoBrokers.SECOND));
        try (Login login = Login.tls(gateway)) {
            assertTrue(login.plain(tenant.writer().userName(), Tenant.PASSWORD));
            assertEquals(
                    List.of((short) 0, (short) 0),
                    Produced.to(login, tenant, Map.of(0, Produced.messages(1), 1, Produced.messages(1)))
                            .errorCodes());
            brokers.killSecond();
            try {
                // Nobody has said yet that the leader is gone: it is not reached, and nothing was sent to it.
                try (Login fresh = Login.tls(gateway)) {
                    assertTrue(fresh.plain(tenant.writer().userName(), Tenant.PASSWORD));
                    Produced unreached = Produced.to(fresh, tenant, Map.of(1, Produced.messages(1)));
                    assertEquals(6, unreached.errorCode(1), unreached.text(1));
                    Eventually.equal(
                            "nobody leads",
                            -1,
                            () -> brokers.leader(
                                    new TopicPartition(tenant.intake().topic(), 1)));
                    Eventually.holds("the gateway waits for a leader", () -> {
                        long begun = System.nanoTime();
                        Produced waited =
                                Produced.to(fresh, tenant, Map.of(0, Produced.messages(1), 1, Produced.messages(1)));
                        assertEquals(List.of((short) 0, (short) 6), waited.errorCodes());
                        return System.nanoTime() - begun >= TimeUnit.SECONDS.toNanos(5);
                    });
                }
            } finally {
                brokers.restartSecond();
            }
            Eventually.equal(
                    "the broker leads again",
                    TwoBrokers.SECOND,
                    () -> brokers.leader(new TopicPartition(tenant.intake().topic(), 1)));
        }
    }
}
