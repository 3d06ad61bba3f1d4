package io.openintake.gateway.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.gateway.domain.AccessPolicy.Verdict;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPolicyTest {
    private static final int MAX_KEY = 127;
    private static final int MAX_VERSION = 25;

    /** The list of the gateway's design, column by column. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 3, 9, SERVED, TOPIC_DENIED",
        "1, 4, 4, 12, TOPIC_DENIED, SERVED",
        "2, 1, 1, 7, TOPIC_DENIED, SERVED",
        "3, 0, 0, 12, SERVED, SERVED",
        "8, 2, 2, 9, GROUP_DENIED, SERVED",
        "9, 1, 1, 8, GROUP_DENIED, SERVED",
        "10, 0, 0, 4, SERVED, SERVED",
        "11, 0, 0, 9, GROUP_DENIED, SERVED",
        "12, 0, 0, 4, GROUP_DENIED, SERVED",
        "13, 0, 0, 5, GROUP_DENIED, SERVED",
        "14, 0, 0, 5, GROUP_DENIED, SERVED",
        "17, 0, 0, 1, LOGIN, LOGIN",
        "18, 0, 0, 4, SERVED, SERVED",
        "22, 0, 0, 4, SERVED, CLUSTER_DENIED",
        "36, 0, 0, 2, LOGIN, LOGIN",
        "60, 0, 0, 1, SERVED, SERVED"
    })
    void eachRowIsAsDesigned(
            short key, short advertised, short accepted, short max, @AggregateRules KafkaApi.Rule[] rules) {
        KafkaApi api = KafkaApi.ofKey(key).orElseThrow();
        assertEquals(new KafkaApi.Versions(advertised, accepted, max), api.versions());
        assertEquals(rules[0], api.rule(UserType.INTAKE));
        assertEquals(rules[1], api.rule(UserType.DEAD_LETTER));
    }

    @Test
    void nothingButTheTableIsServed() {
        Set<Integer> served = new TreeSet<>();
        for (UserType type : UserType.values()) {
            for (short key = 0; key <= MAX_KEY; key++) {
                for (short version = -1; version <= MAX_VERSION; version++) {
                    Verdict verdict = AccessPolicy.decide(ready(type), key, version);
                    if (verdict instanceof Verdict.Serve serve) {
                        served.add((int) key);
                        assertTrue(version >= serve.api().versions().acceptedMin()
                                && version <= serve.api().versions().max());
                    }
                }
            }
        }
        assertEquals(Set.of(0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 18, 22, 60), served);
    }

    @Test
    void beforeTheLoginOnlyVersionsAndHandshakeAreServed() {
        Set<Integer> served = new TreeSet<>();
        for (short key = 0; key <= MAX_KEY; key++) {
            if (AccessPolicy.decide(new SessionState.Open(), key, (short) 1) instanceof Verdict.Serve) {
                served.add((int) key);
            }
        }
        assertEquals(Set.of(17, 18), served);
    }

    @Test
    void duringTheLoginOnlyTokensAreServed() {
        for (short key = 0; key <= MAX_KEY; key++) {
            Verdict verdict = AccessPolicy.decide(new SessionState.SaslFramed(), key, (short) 1);
            assertEquals(key == 36, verdict instanceof Verdict.Serve, "key " + key);
        }
    }

    @Test
    void theLoginIsRefusedOnceItIsOver() {
        Verdict verdict = AccessPolicy.decide(ready(UserType.INTAKE), (short) 36, (short) 2);
        assertEquals(new Verdict.Refuse(KafkaApi.SASL_AUTHENTICATE, GatewayError.LOGIN_OUT_OF_PLACE), verdict);
    }

    @Test
    void versionsThatClientsProbeGetAnAnswer() {
        assertInstanceOf(
                Verdict.Unsupported.class, AccessPolicy.decide(new SessionState.Open(), (short) 18, (short) 5));
        assertInstanceOf(Verdict.Unsupported.class, AccessPolicy.decide(ready(UserType.INTAKE), (short) 0, (short) 2));
        assertInstanceOf(Verdict.Close.class, AccessPolicy.decide(ready(UserType.INTAKE), (short) 0, (short) 10));
    }

    @Test
    void everyServedVersionIsKnownToTheMessageClasses() {
        for (KafkaApi api : KafkaApi.values()) {
            ApiKeys known = ApiKeys.forId(api.key());
            assertTrue(api.versions().acceptedMin() >= known.oldestVersion(), api.name());
            assertTrue(api.versions().max() <= known.latestVersion(), api.name());
        }
    }

    private static SessionState ready(UserType type) {
        UUID id = new UUID(0, 1);
        return new SessionState.Ready(
                new Principal(new UserId(id), type, new IntakeId(id), new RunnerId(id), new ProjectId(id), 1));
    }
}
