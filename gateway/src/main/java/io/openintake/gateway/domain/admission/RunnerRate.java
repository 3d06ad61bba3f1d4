package io.openintake.gateway.domain.admission;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.RunnerId;
import io.openintake.gateway.domain.admission.CreditLedger.Answer;
import java.time.Duration;

/**
 * The hourly rate of one runner at one gateway: its messages, and its bytes, which are the messages at their largest
 * with the framing of a batch around each, so that whoever sends the ordered number of largest messages is not slowed.
 */
final class RunnerRate {
    /** Header of a batch (61), and what a record has around key, value and headers (at most 64). */
    static final int FRAMING_BYTES = 128;

    private static final long BYTES_PER_MIB = 1_024L * 1_024;

    private final RunnerId runner;
    private final Capacity capacity;
    private final int gateways;
    private final TokenBucket messages;
    private final TokenBucket bytes;

    /** Full buckets. */
    RunnerRate(RunnerId runner, Capacity capacity, AdmissionTerms terms, long nowNanos) {
        this.runner = runner;
        this.capacity = capacity;
        this.gateways = terms.gateways();
        long largest = (long) capacity.maxMessageBytes() + FRAMING_BYTES;
        double messagesPerHour = (double) capacity.maxMessagesPerHour() / gateways;
        this.messages = new TokenBucket(messagesPerHour, terms.burst(), 1, nowNanos);
        this.bytes = new TokenBucket(messagesPerHour * largest, terms.burst(), largest, nowNanos);
    }

    /** The same runner after its owner ordered another capacity. */
    RunnerRate with(Capacity ordered, AdmissionTerms terms, long nowNanos) {
        RunnerRate next = new RunnerRate(runner, ordered, terms, nowNanos);
        next.messages.continueFrom(messages);
        next.bytes.continueFrom(bytes);
        return next;
    }

    boolean isOf(Capacity ordered) {
        return capacity.equals(ordered);
    }

    Answer take(long records, long wireBytes, long nowNanos) {
        if (!messages.canEverTake(records)) {
            return tooMuch(records + " messages", messages.largestRequest() + " messages");
        }
        if (!bytes.canEverTake(wireBytes)) {
            return tooMuch(wireBytes + " bytes", bytes.largestRequest() + " bytes");
        }
        Duration messagesOwed = messages.owedFor(nowNanos);
        Duration bytesOwed = bytes.owedFor(nowNanos);
        if (messagesOwed.isPositive() || bytesOwed.isPositive()) {
            return messagesOwed.compareTo(bytesOwed) >= 0
                    ? later(capacity.maxMessagesPerHour() + " messages/h", messagesOwed)
                    : later(capacity.bytesPerHour() / BYTES_PER_MIB + " MiB/h", bytesOwed);
        }
        messages.take(records, nowNanos);
        bytes.take(wireBytes, nowNanos);
        return new Answer.Granted();
    }

    void refund(long records, long wireBytes) {
        messages.refund(records);
        bytes.refund(wireBytes);
    }

    private Answer later(String limit, Duration owed) {
        String share = gateways == 1 ? "" : ", shared by " + gateways + " gateways";
        return new Answer.Later(
                "hourly limit of runner " + runner + " (" + limit + share + ") reached, resumes in " + secondsOf(owed)
                        + " s",
                owed);
    }

    private Answer tooMuch(String asked, String largest) {
        return new Answer.TooMuch("a batch of " + asked + " is more than runner " + runner + " can ever take at once ("
                + largest + "); send smaller batches");
    }

    private static long secondsOf(Duration owed) {
        return Math.max(1, owed.plusMillis(999).toSeconds());
    }
}
