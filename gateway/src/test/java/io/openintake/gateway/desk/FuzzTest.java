package io.openintake.gateway.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.UserType;
import io.openintake.gateway.desk.MemoryClient.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.ApiMessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Seeded requests of every key and version, whole and damaged, to sessions in every state: none breaks the gateway,
 * tells of the cluster, or reaches what is another tenant's. More of it: {@code -Dopenintake.fuzz.seconds=600}; another
 * course: {@code -Dopenintake.fuzz.seed=}.
 */
class FuzzTest {
    private static final int SECONDS = Integer.getInteger("openintake.fuzz.seconds", 6);
    private static final long SEED = Long.getLong("openintake.fuzz.seed", 20_261_121L);
    private static final List<ApiMessageType> APIS = Forms.all();

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Damage damage = new Damage(random);
    private final Desk desk = new Desk();
    private long answered;
    private long closed;
    private long forwarded;

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void nothingBreaksTheGatewayOrReachesOthers() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        for (int round = 0; System.nanoTime() < end; round++) {
            conversation("seed " + SEED + " round " + round);
        }
        assertEquals(0, desk.sessions.count(), "sessions are left");
        assertEquals(0, desk.gate.heldBytes(), "memory is held");
        String course = "answered " + answered + " closed " + closed + " forwarded " + forwarded;
        assertTrue(answered > 100 && closed > 100 && forwarded > 100, course);
        System.out.println("fuzzed in memory: " + course);
    }

    /** Requests on one connection until it ends, or a few. */
    private void conversation(String what) {
        Optional<UserType> type = switch (random.nextInt(5)) {
            case 0 -> Optional.empty();
            case 1, 2 -> Optional.of(UserType.INTAKE);
            default -> Optional.of(UserType.DEAD_LETTER);
        };
        MemoryClient client = type.map(desk::loggedIn).orElseGet(desk::connect);
        Forms forms = new Forms(new RandomValues(random, names()));
        boolean goesOn = true;
        for (int request = 0; request < 8 && goesOn; request++) {
            byte[] frame = frame(forms);
            Outcome outcome = type.isPresent() ? client.send(frame) : client.sendAlone(frame);
            check(outcome, what + " request " + request);
            goesOn = outcome instanceof Outcome.Answered && !client.isClosed();
            desk.cluster.forwarded().forEach(asked -> {
                forwarded++;
                assertTrue(type.isPresent(), what + ": a stranger's request was forwarded");
                assertEquals(Optional.empty(), Reach.beyond(desk.one, type.get(), asked), what);
            });
        }
        client.leave();
    }

    private void check(Outcome outcome, String what) {
        for (byte[] answer : outcome.answers()) {
            answered++;
            assertFalse(ScriptedBroker.isToldIn(answer), what + ": the cluster is told of");
        }
        if (outcome instanceof Outcome.Closed) {
            closed++;
        }
    }

    private byte[] frame(Forms forms) {
        ApiMessageType api = random.nextInt(10) == 0 ? APIS.get(random.nextInt(APIS.size())) : served();
        int lowest = api.lowestSupportedVersion();
        int version = lowest + random.nextInt(api.highestSupportedVersion(true) - lowest + 1);
        byte[] whole = forms.request(api.apiKey(), version, random.nextInt(1_000_000));
        return random.nextInt(3) == 0 ? whole : damage.of(whole);
    }

    private ApiMessageType served() {
        List<Integer> keys = List.copyOf(EveryKeyTest.TABLE.keySet());
        return ApiMessageType.fromApiKey(keys.get(random.nextInt(keys.size())).shortValue());
    }

    private List<String> names() {
        return List.of(
                desk.one.intake().topic(),
                desk.one.intake().deadLetterTopic(),
                desk.other.intake().topic(),
                desk.other.intake().deadLetterTopic(),
                "openintake.users",
                "__consumer_offsets",
                "u." + desk.other.intake() + ".group",
                "group",
                "",
                "PLAIN",
                "SCRAM-SHA-256",
                "\u0000\uffff../%s");
    }
}
