package io.openintake.gateway.domain.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.gateway.domain.admission.Admission.Decision;
import io.openintake.gateway.domain.admission.Admission.Request;
import io.openintake.gateway.domain.admission.AdmissionTerms.WhenFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Admission under the hourly rate, hours of it in virtual time. */
class RateSimTest {
    private static final RunnerId RUNNER = new RunnerId(new UUID(0, 1));
    private static final IntakeId FIRST = new IntakeId(new UUID(0, 2));
    private static final IntakeId SECOND = new IntakeId(new UUID(0, 3));
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final long LOOK_MS = 100;
    private static final int TIMEOUT_MS = 30_000;

    private long nowMs;
    private long lastTicket;

    /** The rate of one runner that nobody reports on; nobody asks for more than there ever is. */
    private final class Rate implements CreditLedger {
        private final Capacity capacity;
        private final RunnerAccount account;

        private Rate(Capacity capacity, int gateways) {
            this.capacity = capacity;
            this.account = new RunnerAccount(
                    RUNNER,
                    new AdmissionTerms(Duration.ofMinutes(10), gateways, Duration.ofDays(1), WhenFull.HOLD),
                    nowMs * 1_000_000);
        }

        @Override
        public Answer take(RunnerId runner, long records, long bytes) {
            return account.take(capacity, records, bytes, nowMs * 1_000_000);
        }

        @Override
        public void refund(RunnerId runner, long records, long bytes) {
            account.refund(records, bytes);
        }
    }

    private record Forwarded(long atMs, Request request) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyHourBringsAtMostASixthMoreThanTheRateAndAtLeastTheRate(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Capacity capacity = new Capacity(random.nextInt(1_000, 100_000), random.nextInt(1, 16));
        long perHour = capacity.maxMessagesPerHour();
        List<Forwarded> forwarded = greedy(capacity, random, 4 * HOUR_MS);
        long from = 0;
        long messages = 0;
        long bytes = 0;
        for (int first = 0, next = 0; next < forwarded.size(); next++) {
            Request taken = forwarded.get(next).request;
            messages += taken.records();
            bytes += taken.bytes();
            while (forwarded.get(first).atMs < forwarded.get(next).atMs - HOUR_MS) {
                messages -= forwarded.get(first).request.records();
                bytes -= forwarded.get(first).request.bytes();
                first++;
                from = forwarded.get(first).atMs;
            }
            assertTrue(messages <= Math.ceil(perHour * 7 / 6.0), messages + " messages in the hour from " + from);
            long mostBytes = perHour * (capacity.maxMessageBytes() + RunnerRate.FRAMING_BYTES);
            assertTrue(bytes <= Math.ceil(mostBytes * 7 / 6.0), bytes + " bytes in the hour from " + from);
        }
        long all = forwarded.stream().mapToLong(one -> one.request.records()).sum();
        assertTrue(all >= 4 * perHour * 99 / 100, "the ordered rate is given: " + all + " of " + 4 * perHour);
    }

    /** As many small messages as the rate and far more are asked for, some of them given back. */
    private List<Forwarded> greedy(Capacity capacity, RandomGenerator random, long untilMs) {
        Rate rate = new Rate(capacity, 1);
        Admission admission = new Admission(rate, WhenFull.HOLD);
        int largest = Math.max(1, capacity.maxMessagesPerHour() / 12);
        List<Forwarded> forwarded = new ArrayList<>();
        for (nowMs = 0; nowMs < untilMs; nowMs += 1_000) {
            int records = random.nextInt(4) == 0 ? random.nextInt(1, largest + 1) : random.nextInt(1, 20);
            Request request = request(FIRST, records, 10L * records);
            List<Decision> decided = new ArrayList<>(admission.settle(nowMs));
            admission.offer(request, nowMs).ifPresent(decided::add);
            for (Decision one : decided) {
                if (one instanceof Decision.Forward forward) {
                    if (random.nextInt(10) == 0) {
                        rate.refund(
                                RUNNER,
                                forward.request().records(),
                                forward.request().bytes());
                    } else {
                        forwarded.add(new Forwarded(nowMs, forward.request()));
                    }
                }
            }
        }
        return forwarded;
    }

    @Test
    void gatewaysThatShareARateKeepItTogether() {
        Capacity capacity = new Capacity(36_000, 1);
        List<Rate> gateways = List.of(new Rate(capacity, 3), new Rate(capacity, 3), new Rate(capacity, 3));
        long taken = 0;
        for (nowMs = 0; nowMs < HOUR_MS; nowMs += 500) {
            for (Rate one : gateways) {
                while (one.take(RUNNER, 50, 500) instanceof CreditLedger.Answer.Granted) {
                    taken += 50;
                }
            }
        }
        assertTrue(taken <= 42_000, taken + " taken");
        assertTrue(taken >= 36_000, taken + " taken");
    }

    @Test
    void aLargeBatchIsNotStarvedByManySmallOnes() {
        Capacity capacity = new Capacity(36_000, 1);
        Admission admission = new Admission(new Rate(capacity, 1), WhenFull.HOLD);
        long largeSinceMs = -1;
        int largeForwarded = 0;
        Request large = request(FIRST, 3_000, 30_000);
        for (nowMs = 0; nowMs < 2 * HOUR_MS; nowMs += LOOK_MS) {
            List<Decision> decided = new ArrayList<>(admission.settle(nowMs));
            // Both clients send again at once what was refused, the small one from ten connections.
            if (admission.parkedCount() < 10) {
                admission.offer(request(FIRST, 1, 10), nowMs).ifPresent(decided::add);
            }
            if (largeSinceMs < 0) {
                largeSinceMs = nowMs;
                admission.offer(large, nowMs).ifPresent(decided::add);
            }
            for (Decision one : decided) {
                if (one.request().equals(large)) {
                    if (one instanceof Decision.Forward) {
                        largeForwarded++;
                        largeSinceMs = -1;
                    } else {
                        admission.offer(large, nowMs);
                    }
                }
            }
            assertTrue(largeSinceMs < 0
                    || nowMs - largeSinceMs < Duration.ofMinutes(6).toMillis());
        }
        assertTrue(largeForwarded > 10, largeForwarded + " large batches");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void intakesShareTheRateOfTheirRunnerEvenlyAndEachKeepsItsOrder(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Admission admission = new Admission(new Rate(new Capacity(36_000, 1), 1), WhenFull.HOLD);
        Map<IntakeId, List<Long>> forwarded =
                new HashMap<>(Map.of(FIRST, new ArrayList<>(), SECOND, new ArrayList<>()));
        Map<IntakeId, Integer> waiting = new HashMap<>(Map.of(FIRST, 0, SECOND, 0));
        for (nowMs = 0; nowMs < HOUR_MS; nowMs += LOOK_MS) {
            List<Decision> decided = new ArrayList<>(admission.settle(nowMs));
            // The first intake floods, the second has always a few that wait.
            offer(admission, FIRST, random.nextInt(20, 40), waiting, decided);
            offer(admission, SECOND, 5 - waiting.get(SECOND), waiting, decided);
            for (Decision one : decided) {
                waiting.merge(one.request().intake(), -1, Integer::sum);
                if (one instanceof Decision.Forward) {
                    forwarded.get(one.request().intake()).add(one.request().ticket());
                }
            }
        }
        int first = forwarded.get(FIRST).size();
        int second = forwarded.get(SECOND).size();
        // What the burst gives away at the start goes to who asks first.
        assertTrue(second >= 17_000, first + " of the first, " + second + " of the second");
        assertTrue(first >= 17_000, first + " of the first, " + second + " of the second");
        for (List<Long> tickets : forwarded.values()) {
            assertEquals(tickets.stream().sorted().toList(), tickets);
        }
    }

    private void offer(
            Admission admission, IntakeId intake, int count, Map<IntakeId, Integer> waiting, List<Decision> decided) {
        for (int index = 0; index < count; index++) {
            waiting.merge(intake, 1, Integer::sum);
            admission.offer(request(intake, 1, 10), nowMs).ifPresent(decided::add);
        }
    }

    private Request request(IntakeId intake, long records, long bytes) {
        return new Request(++lastTicket, RUNNER, intake, records, bytes, TIMEOUT_MS);
    }
}
