package io.openintake.gateway.domain.admission;

import java.time.Duration;

/**
 * A token bucket, kept as the instant up to which all that was taken is paid for (the virtual scheduling form of the
 * generic cell rate algorithm, ITU-T I.371). Half of its capacity may be saved up and half may be owed: tokens are
 * given while nothing is owed, however many are asked for, because a bucket that must first fill up starves large
 * requests for as long as small ones drain it. So any span brings at most its own tokens and the whole capacity.
 */
final class TokenBucket {
    private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();

    private final double nanosPerToken;
    private final long savedNanos;
    private final long owedNanos;
    private long paidUntilNanos;

    /**
     * A full bucket.
     *
     * @param tokensPerHour may be a fraction
     * @param burst the time in which this many tokens come back is the capacity
     * @param leastRequest can be asked for at once however small the capacity is
     */
    TokenBucket(double tokensPerHour, Duration burst, long leastRequest, long nowNanos) {
        this.nanosPerToken = NANOS_PER_HOUR / tokensPerHour;
        this.savedNanos = burst.toNanos() / 2;
        this.owedNanos = Math.max(savedNanos, nanos(leastRequest));
        this.paidUntilNanos = nowNanos - savedNanos;
    }

    /** The most that can ever be asked for at once. */
    long largestRequest() {
        return (long) (owedNanos / nanosPerToken);
    }

    boolean canEverTake(long tokens) {
        return nanos(tokens) <= owedNanos;
    }

    /** How long something is still owed; zero when tokens can be taken. */
    Duration owedFor(long nowNanos) {
        return Duration.ofNanos(Math.max(0, paidUntilNanos - nowNanos));
    }

    /** Takes what was found to be possible. */
    void take(long tokens, long nowNanos) {
        long saved = Math.min(savedNanos, nowNanos - paidUntilNanos);
        paidUntilNanos = nowNanos - saved + nanos(tokens);
    }

    void refund(long tokens) {
        paidUntilNanos -= nanos(tokens);
    }

    /** Takes over what another bucket has saved or owes, as far as this one can. */
    void continueFrom(TokenBucket other) {
        paidUntilNanos = other.paidUntilNanos;
    }

    private long nanos(long tokens) {
        return (long) Math.ceil(tokens * nanosPerToken);
    }
}
