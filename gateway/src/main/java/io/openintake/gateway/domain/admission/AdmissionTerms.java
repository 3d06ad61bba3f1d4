package io.openintake.gateway.domain.admission;

import java.time.Duration;

/**
 * How the hourly rate of runners is kept, and for how long without word of their buffers.
 *
 * @param burst what a runner may take at once after a pause, as the time in which it comes back: a sixth of an hour
 *     lets any hour bring at most 7/6 of the rate
 * @param gateways that serve the same runners: each takes its part of rate and free buffer
 * @param silence without a report on a runner's buffer, after which it may take no more
 * @param whenFull what becomes of requests while a buffer is full
 */
public record AdmissionTerms(Duration burst, int gateways, Duration silence, WhenFull whenFull) {
    /** The half that may be saved up is then a day's worth, all that a buffer holds: there is no hourly limit. */
    private static final Duration LONGEST_BURST = Duration.ofDays(2);

    /** For a single gateway that holds. */
    public static final AdmissionTerms DEFAULT =
            new AdmissionTerms(Duration.ofMinutes(10), 1, Duration.ofMinutes(16), WhenFull.HOLD);

    public AdmissionTerms {
        if (!burst.isPositive() || burst.compareTo(LONGEST_BURST) > 0) {
            throw new IllegalArgumentException("the burst must be more than none and at most two days' worth");
        }
        if (gateways < 1) {
            throw new IllegalArgumentException("at least one gateway shares the rate");
        }
        if (!silence.isPositive()) {
            throw new IllegalArgumentException("the silence must be more than none");
        }
    }

    /** What producers get while their runner's buffer is full. */
    public enum WhenFull {
        /** A wait and then an error that every client retries. */
        HOLD,
        /** A final error at once, for those who prefer to hear of it. */
        FAIL
    }
}
