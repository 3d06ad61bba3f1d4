package io.openintake.gateway.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.UserType;
import io.openintake.gateway.desk.MemoryClient.Outcome;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ResponseHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every API key and version, before the login and as a user of each type: what this table says, and nothing else. */
class EveryKeyTest {
    private static final int MAX_KEY = 127;
    private static final int MAX_VERSION = 20;
    private static final int SERVED = -2;

    /** Versions that are answered, and with which error; the design's list, written down a second time on purpose. */
    record Row(int from, int to, int ofIntakeUser, int ofDeadLetterUser) {
        int error(UserType type) {
            return type == UserType.INTAKE ? ofIntakeUser : ofDeadLetterUser;
        }
    }

    static final Map<Integer, Row> TABLE = table();

    private final Desk desk = new Desk();

    private static Map<Integer, Row> table() {
        Map<Integer, Row> table = new TreeMap<>();
        table.put(0, new Row(3, 9, SERVED, 29));
        table.put(1, new Row(4, 12, 29, SERVED));
        table.put(2, new Row(1, 7, 29, SERVED));
        table.put(3, new Row(0, 12, SERVED, SERVED));
        table.put(8, new Row(2, 9, 30, SERVED));
        table.put(9, new Row(1, 8, 30, SERVED));
        table.put(10, new Row(0, 4, 30, SERVED));
        table.put(11, new Row(0, 9, 30, SERVED));
        table.put(12, new Row(0, 4, 30, SERVED));
        table.put(13, new Row(0, 5, 30, SERVED));
        table.put(14, new Row(0, 5, 30, SERVED));
        table.put(17, new Row(0, 1, 34, 34));
        table.put(18, new Row(0, 4, SERVED, SERVED));
        table.put(22, new Row(0, 4, SERVED, 31));
        table.put(36, new Row(0, 2, 34, 34));
        table.put(60, new Row(0, 1, SERVED, SERVED));
        return table;
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void intakeUsersGetWhatTheTableSays() {
        getsWhatTheTableSays(UserType.INTAKE);
    }

    @Test
    void deadLetterUsersGetWhatTheTableSays() {
        getsWhatTheTableSays(UserType.DEAD_LETTER);
    }

    @Test
    void strangersGetVersionsAndHandshakesOnly() {
        for (int key = 0; key <= MAX_KEY; key++) {
            for (int version = 0; version <= MAX_VERSION; version++) {
                MemoryClient client = desk.connect();
                Outcome outcome = client.sendAlone(frame(UserType.INTAKE, key, version));
                boolean answered = key == 18 || (key == 17 && version <= 1);
                assertEquals(answered, outcome instanceof Outcome.Answered, "key " + key + " version " + version);
                client.leave();
            }
        }
        assertTrue(desk.cluster.forwarded().isEmpty(), "nothing of a stranger reaches the cluster");
    }

    private void getsWhatTheTableSays(UserType type) {
        for (int key = 0; key <= MAX_KEY; key++) {
            for (int version = 0; version <= MAX_VERSION; version++) {
                MemoryClient client = desk.loggedIn(type);
                Outcome outcome = client.send(frame(type, key, version));
                check(type, key, version, outcome);
                outcome.answers().forEach(answer -> assertFalse(ScriptedBroker.isToldIn(answer)));
                client.leave();
            }
        }
    }

    private void check(UserType type, int key, int version, Outcome outcome) {
        String what = type + " key " + key + " version " + version;
        Row row = TABLE.get(key);
        boolean listed = row != null && version >= row.from && version <= row.to;
        // Old Produce is advertised for librdkafka's sake, and clients ask for versions they may not find.
        boolean told = (key == 0 && version < 3) || (key == 18 && version > 4);
        if (!listed && !told) {
            assertTrue(outcome instanceof Outcome.Closed && outcome.answers().isEmpty(), what);
            assertTrue(desk.cluster.forwarded().isEmpty(), what);
            return;
        }
        assertTrue(outcome instanceof Outcome.Answered, what);
        if (listed && row.error(type) != SERVED) {
            assertEquals(
                    Set.of((short) row.error(type)),
                    errors(key, version, outcome.answers().getFirst()),
                    what);
            assertTrue(desk.cluster.forwarded().isEmpty(), what);
        } else {
            assertEquals(1, outcome.answers().size(), what);
            desk.cluster.forwarded();
        }
    }

    private byte[] frame(UserType type, int key, int version) {
        if (!Forms.exists(key, version)) {
            return key == 0 ? OldProduce.frame(desk.one.topic(type), version) : Forms.bare(key, version, 7);
        }
        return new Forms(new PlainValues(desk.one.topic(type), "group")).request(key, version, 7);
    }

    private static Set<Short> errors(int key, int version, byte[] answer) {
        ApiKeys api = ApiKeys.forId(key);
        ByteBuffer body = ByteBuffer.wrap(answer);
        assertEquals(
                7,
                ResponseHeader.parse(body, api.responseHeaderVersion((short) version))
                        .correlationId());
        return AbstractResponse.parseResponse(api, new ByteBufferAccessor(body), (short) version)
                .errorCounts()
                .keySet()
                .stream()
                .map(error -> error.code())
                .filter(code -> code != 0)
                .collect(java.util.stream.Collectors.toSet());
    }
}
