package io.openintake.gateway.domain.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.Refusal;
import io.openintake.gateway.domain.admission.Admission.Decision;
import io.openintake.gateway.domain.admission.Admission.Request;
import io.openintake.gateway.domain.admission.AdmissionTerms.WhenFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Admission in virtual time. */
class AdmissionSimTest {
    private static final RunnerId RUNNER = new RunnerId(new UUID(0, 1));
    private static final IntakeId FIRST = new IntakeId(new UUID(0, 2));
    private static final IntakeId SECOND = new IntakeId(new UUID(0, 3));
    private static final int TIMEOUT_MS = 30_000;

    private final Purse purse = new Purse();
    private final Admission admission = new Admission(purse, WhenFull.HOLD);

    /** A ledger with so much credit. */
    private static final class Purse implements CreditLedger {
        private long credit;

        @Override
        public Answer take(RunnerId runner, long records, long bytes) {
            if (records > credit) {
                return new Answer.Later("empty", Duration.ofSeconds(3));
            }
            credit -= records;
            return new Answer.Granted();
        }

        @Override
        public void refund(RunnerId runner, long records, long bytes) {
            credit += records;
        }
    }

    /** A ledger of one answer. */
    private record Fixed(Answer answer) implements CreditLedger {
        @Override
        public Answer take(RunnerId runner, long records, long bytes) {
            return answer;
        }

        @Override
        public void refund(RunnerId runner, long records, long bytes) {}
    }

    @Test
    void forwardsAtOnceWhileThereIsCredit() {
        purse.credit = 1;
        assertInstanceOf(
                Decision.Forward.class, admission.offer(request(1, FIRST), 0).orElseThrow());
        assertTrue(admission.offer(request(2, FIRST), 0).isEmpty());
    }

    @Test
    void holdsEightSecondsAndThenRefusesWithTheLedgersText() {
        assertTrue(admission.offer(request(1, FIRST), 0).isEmpty());
        assertTrue(admission.settle(7_999).isEmpty());
        Decision.Reject reject =
                assertInstanceOf(Decision.Reject.class, admission.settle(8_000).getFirst());
        assertEquals(new Refusal(GatewayError.BLOCKED, "empty"), reject.refusal());
        assertEquals(Duration.ofSeconds(3), reject.delay());
        assertEquals(0, admission.parkedCount());
    }

    @Test
    void holdsNoLongerThanHalfOfWhatTheClientWaits() {
        Request hasty = new Request(1, RUNNER, FIRST, 1, 100, 1_000);
        assertTrue(admission.offer(hasty, 0).isEmpty());
        assertInstanceOf(Decision.Reject.class, admission.settle(500).getFirst());
    }

    @Test
    void refusesAtOnceWhatCanNeverGo() {
        Admission strict = new Admission(new Fixed(new CreditLedger.Answer.TooMuch("too much")), WhenFull.HOLD);
        assertEquals(
                new Decision.Reject(
                        request(1, FIRST), new Refusal(GatewayError.MESSAGE_TOO_LARGE, "too much"), Duration.ZERO),
                strict.offer(request(1, FIRST), 0).orElseThrow());
        assertEquals(0, strict.parkedCount());
    }

    @Test
    void aFullBufferIsHeldOrRefusedForGoodAsTheOperatorChose() {
        CreditLedger full = new Fixed(new CreditLedger.Answer.Full("full"));
        assertTrue(
                new Admission(full, WhenFull.HOLD).offer(request(1, FIRST), 0).isEmpty());
        assertEquals(
                new Decision.Reject(request(1, FIRST), new Refusal(GatewayError.BUFFER_FULL, "full"), Duration.ZERO),
                new Admission(full, WhenFull.FAIL).offer(request(1, FIRST), 0).orElseThrow());
    }

    @Test
    void goesOnInOrderOfArrivalWhenThereIsCreditAgain() {
        for (int ticket = 1; ticket <= 3; ticket++) {
            assertTrue(admission.offer(request(ticket, FIRST), ticket).isEmpty());
        }
        purse.credit = 2;
        assertEquals(List.of(1L, 2L), tickets(admission.settle(100)));
        assertTrue(admission.offer(request(4, FIRST), 100).isEmpty(), "nobody jumps the queue");
        purse.credit = 2;
        assertEquals(List.of(3L, 4L), tickets(admission.settle(200)));
    }

    @Test
    void intakesOfARunnerTakeTurns() {
        for (int ticket = 1; ticket <= 3; ticket++) {
            assertTrue(admission.offer(request(ticket, FIRST), 0).isEmpty());
        }
        assertTrue(admission.offer(request(4, SECOND), 0).isEmpty());
        purse.credit = 3;
        assertEquals(List.of(1L, 4L, 2L), tickets(admission.settle(1)));
    }

    @Test
    void withdrawnRequestsTakeNoCredit() {
        Request gone = request(1, FIRST);
        assertTrue(admission.offer(gone, 0).isEmpty());
        admission.withdraw(gone);
        purse.credit = 1;
        assertTrue(admission.settle(1).isEmpty());
        assertEquals(1, purse.credit);
    }

    @Test
    void refusesAtOnceWhenTooManyOfAnIntakeWaitAndLeavesItsPlacesToEachOther() {
        for (int ticket = 0; ticket < Admission.MAX_PARKED; ticket++) {
            assertTrue(admission.offer(request(ticket, FIRST), 0).isEmpty());
        }
        assertInstanceOf(
                Decision.Reject.class,
                admission.offer(request(Admission.MAX_PARKED, FIRST), 0).orElseThrow());
        for (int more = 0; more < Admission.MAX_PARKED / 2; more++) {
            assertTrue(admission.offer(request(10_000 + more, SECOND), 0).isEmpty());
        }
        assertInstanceOf(
                Decision.Reject.class,
                admission.offer(request(20_000, SECOND), 0).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyRequestIsSettledOnceInOrderAndNeverOnMoreCreditThanThereIs(long seed) {
        Random random = new Random(seed);
        Map<Long, Decision> settled = new HashMap<>();
        List<Long> forwarded = new ArrayList<>();
        long given = 0;
        for (int step = 1; step <= 2_000; step++) {
            long nowMs = step * 20L;
            if (random.nextInt(3) == 0) {
                long more = random.nextInt(3);
                purse.credit += more;
                given += more;
            }
            admission.offer(request(step, FIRST), nowMs).ifPresent(one -> note(one, settled, forwarded));
            admission.settle(nowMs).forEach(one -> note(one, settled, forwarded));
        }
        admission.settle(1_000_000).forEach(one -> note(one, settled, forwarded));
        assertEquals(2_000, settled.size());
        assertTrue(forwarded.size() <= given);
        assertEquals(forwarded.stream().sorted().toList(), forwarded);
    }

    private static void note(Decision decision, Map<Long, Decision> settled, List<Long> forwarded) {
        Decision before = settled.put(decision.request().ticket(), decision);
        assertEquals(null, before);
        if (decision instanceof Decision.Forward) {
            forwarded.add(decision.request().ticket());
        }
    }

    private static List<Long> tickets(List<Decision> decisions) {
        return decisions.stream().map(decision -> decision.request().ticket()).toList();
    }

    private static Request request(long ticket, IntakeId intake) {
        return new Request(ticket, RUNNER, intake, 1, 100, TIMEOUT_MS);
    }
}
