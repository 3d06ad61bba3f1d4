package io.openintake.gateway.domain.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.gateway.domain.admission.AdmissionTerms.WhenFull;
import io.openintake.gateway.domain.admission.CreditLedger.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What one runner may take: its buffer, the silence about it, and its rate. */
class RunnerAccountTest {
    private static final RunnerId RUNNER = new RunnerId(new UUID(0, 1));
    private static final Capacity PLENTY = new Capacity(1_000_000, 1);
    private static final Answer GRANTED = new Answer.Granted();

    private long nowNanos;
    private RunnerAccount account = new RunnerAccount(RUNNER, AdmissionTerms.DEFAULT, 0);

    @Test
    void aRunnerWithoutAReportIsOpen() {
        assertEquals(GRANTED, take(1, 1));
    }

    @Test
    void aBlockedRunnerGetsNothingAndIsToldWhy() {
        account.reported(usage(State.BLOCKED, 99), nowNanos);
        Answer.Full full = assertInstanceOf(Answer.Full.class, take(1, 1));
        assertTrue(full.text().contains("buffer full"), full.text());
        account.reported(usage(State.OPEN, 0), nowNanos);
        assertEquals(GRANTED, take(1, 1));
    }

    @Test
    void whatWasForwardedSinceTheReportCounts() {
        account.reported(usage(State.OPEN, 0), nowNanos);
        assertEquals(GRANTED, take(1, 60));
        assertInstanceOf(Answer.Full.class, take(1, 60));
        account.refund(1, 60);
        assertEquals(GRANTED, take(1, 60));
        account.reported(usage(State.OPEN, 0), nowNanos);
        assertInstanceOf(Answer.Full.class, take(1, 60));
        account.reported(usage(State.OPEN, 0), nowNanos);
        assertEquals(GRANTED, take(1, 60));
    }

    @Test
    void severalGatewaysTakeTheirPartOfWhatIsFree() {
        account = new RunnerAccount(
                RUNNER, new AdmissionTerms(Duration.ofMinutes(10), 3, Duration.ofMinutes(16), WhenFull.HOLD), 0);
        account.reported(usage(State.OPEN, 10), nowNanos);
        assertEquals(GRANTED, take(1, 30));
        assertInstanceOf(Answer.Full.class, take(1, 1));
    }

    @Test
    void chargesAreForgottenInTimeSoThatNobodyStaysBlockedByThem() {
        account.reported(usage(State.OPEN, 0), nowNanos);
        assertEquals(GRANTED, take(1, 60));
        for (int span = 1; span <= 2; span++) {
            assertInstanceOf(Answer.Full.class, take(1, 60));
            pass(Duration.ofSeconds(10));
        }
        assertEquals(GRANTED, take(1, 60));
    }

    @Test
    void aRunnerIsHeldWhenNothingWasHeardOfItsBufferForTooLong() {
        account.reported(usage(State.OPEN, 0), nowNanos);
        pass(Duration.ofMinutes(16));
        assertEquals(GRANTED, take(1, 1));
        pass(Duration.ofNanos(1));
        Answer.Later later = assertInstanceOf(Answer.Later.class, take(1, 1));
        assertTrue(later.text().contains("16 min nothing was heard"), later.text());
        account.reported(usage(State.OPEN, 0), nowNanos);
        assertEquals(GRANTED, take(1, 1));
    }

    @Test
    void aRunnerThatWasNeverReportedIsHeldAfterTheSameTime() {
        assertEquals(GRANTED, take(1, 1));
        pass(Duration.ofMinutes(17));
        assertInstanceOf(Answer.Later.class, take(1, 1));
    }

    @Test
    void whatIsTakenInSilenceStaysWithinTheBoundary() {
        Capacity capacity = new Capacity(3_600, 1);
        long block = capacity.boundaryMessages() * 98 / 100;
        account.reported(
                new UsageReported(
                        RUNNER,
                        1,
                        State.OPEN,
                        0,
                        capacity.boundaryBytes(),
                        block,
                        capacity.boundaryMessages(),
                        Optional.empty()),
                nowNanos);
        long taken = 0;
        for (int second = 0; second < 7_200; second++) {
            while (account.take(capacity, 10, 100, nowNanos) instanceof Answer.Granted) {
                taken += 10;
            }
            pass(Duration.ofSeconds(1));
        }
        assertTrue(block + taken <= capacity.boundaryMessages(), taken + " taken");
        assertTrue(taken > 0);
    }

    @Test
    void theHourlyLimitIsNamedWithTheTimeItTakes() {
        Capacity capacity = new Capacity(3_600, 64);
        assertEquals(GRANTED, account.take(capacity, 300, 1_000, nowNanos));
        assertEquals(GRANTED, account.take(capacity, 60, 1_000, nowNanos));
        assertEquals(
                new Answer.Later(
                        "hourly limit of runner " + RUNNER + " (3600 messages/h) reached, resumes in 60 s",
                        Duration.ofSeconds(60)),
                account.take(capacity, 1, 1, nowNanos));
        pass(Duration.ofSeconds(60));
        assertEquals(GRANTED, account.take(capacity, 1, 1, nowNanos));
    }

    @Test
    void aBatchThatNeverFitsIsToldWhatDoes() {
        Answer.TooMuch much =
                assertInstanceOf(Answer.TooMuch.class, account.take(new Capacity(3_600, 64), 301, 1_000, nowNanos));
        assertTrue(much.text().contains("(300 messages)"), much.text());
    }

    @Test
    void theSmallestRunnerTakesItsLargestMessage() {
        account = new RunnerAccount(
                RUNNER, new AdmissionTerms(Duration.ofMinutes(10), 1, Duration.ofDays(1), WhenFull.HOLD), 0);
        Capacity smallest = new Capacity(1, 1);
        long bytes = (long) smallest.maxMessageBytes() + RunnerRate.FRAMING_BYTES;
        assertEquals(GRANTED, account.take(smallest, 1, bytes, nowNanos));
        assertInstanceOf(Answer.Later.class, account.take(smallest, 1, bytes, nowNanos));
        pass(Duration.ofHours(1));
        assertEquals(GRANTED, account.take(smallest, 1, bytes, nowNanos));
        assertInstanceOf(Answer.TooMuch.class, account.take(smallest, 2, bytes, nowNanos));
    }

    @Test
    void anotherCapacityHoldsFromTheNextRequestOn() {
        Capacity before = new Capacity(3_600, 1);
        assertEquals(GRANTED, account.take(before, 300, 1_000, nowNanos));
        assertEquals(GRANTED, account.take(before, 300, 1_000, nowNanos));
        assertInstanceOf(Answer.Later.class, account.take(before, 1, 1, nowNanos));
        Capacity after = new Capacity(36_000, 1);
        assertInstanceOf(Answer.Later.class, account.take(after, 1, 1, nowNanos), "what is owed stays owed");
        pass(Duration.ofMinutes(5));
        assertEquals(GRANTED, account.take(after, 3_000, 1_000, nowNanos));
    }

    private Answer take(long records, long bytes) {
        return account.take(PLENTY, records, bytes, nowNanos);
    }

    private void pass(Duration time) {
        nowNanos += time.toNanos();
    }

    private static UsageReported usage(State state, long bytes) {
        return new UsageReported(RUNNER, 1, state, bytes, 100, 0, 1_000, Optional.of(Instant.EPOCH));
    }
}
