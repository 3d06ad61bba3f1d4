package io.openintake.flusher.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.FlushState;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/** When an intake is due: at its own phase of the interval, and early when there is a reason. */
public final class Schedule {
    private Schedule() {}

    /** Why an intake is flushed now. */
    public enum Reason {
        /** A commit is in doubt. */
        PENDING,
        /** It is being deleted: what is buffered goes out first. */
        DRAIN,
        /** Somebody asked, or answered a question. */
        REQUESTED,
        /** Its very first messages. */
        FIRST,
        /** As much as a batch may hold is waiting. */
        SIZE,
        /** Its interval is over. */
        TICK
    }

    /** Something special about an intake beside its backlog. */
    public enum Wish {
        NONE,
        DRAIN,
        REQUESTED
    }

    /**
     * What is looked at.
     *
     * @param meanRecordBytes of earlier batches
     * @param backlogAgeMs since when something is waiting
     * @param lastTick the {@link #tick} of the last flush, or of the time when the intake became ours
     */
    public record Situation(
            FlushState state,
            SortedMap<Integer, Long> ends,
            Wish wish,
            long meanRecordBytes,
            long backlogAgeMs,
            long tick,
            long lastTick) {
        /** Offsets not delivered yet. */
        public long backlog() {
            return ends.entrySet().stream()
                    .mapToLong(end -> Math.max(
                            0, end.getValue() - state.position(end.getKey()).to()))
                    .sum();
        }
    }

    /**
     * How much makes a batch, and how long the first messages of an intake may wait.
     *
     * @param firstFlush for more messages to come in, from which the schema is inferred
     */
    public record Triggers(long rows, long bytes, Duration firstFlush) {}

    /** Why the intake is due now; empty when it is not. */
    public static Optional<Reason> due(Situation now, Triggers triggers) {
        boolean ticked = now.tick() > now.lastTick();
        if (now.wish() == Wish.REQUESTED) {
            return Optional.of(Reason.REQUESTED);
        }
        boolean asksAPerson = now.state().problem().isPresent();
        if (asksAPerson && !ticked) {
            return Optional.empty();
        }
        if (now.state().pending().isPresent()) {
            return Optional.of(Reason.PENDING);
        }
        long backlog = now.backlog();
        if (backlog == 0) {
            return Optional.empty();
        }
        if (now.wish() == Wish.DRAIN) {
            return Optional.of(Reason.DRAIN);
        }
        if (backlog >= triggers.rows() || backlog * now.meanRecordBytes() >= triggers.bytes()) {
            return Optional.of(Reason.SIZE);
        }
        boolean first = now.state().at().values().stream().allMatch(position -> position.to() == 0);
        if (first && now.backlogAgeMs() >= triggers.firstFlush().toMillis()) {
            return Optional.of(Reason.FIRST);
        }
        return ticked ? Optional.of(Reason.TICK) : Optional.empty();
    }

    /** The number of the intake's interval at this time; its phase spreads intakes over the interval. */
    public static long tick(IntakeId intake, Duration interval, long nowMs) {
        long length = Math.max(1, interval.toMillis());
        long phase = Math.floorMod(intake.value().getLeastSignificantBits(), length);
        return Math.floorDiv(nowMs - phase, length);
    }
}
