package io.openintake.buffer.domain;

import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.flush.FlushState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Whether the topics of an intake may go. */
public sealed interface Removal {
    /** The intake is in use, or messages of it wait to be delivered. */
    record Keep() implements Removal {}

    /** All is delivered; the topics go when nothing has come in until the grace is over. */
    record Drained(Instant since) implements Removal {}

    /** The cluster knows no topic; what is left of it goes when that stays so until the grace is over. */
    record Gone(Instant since) implements Removal {}

    /** The topics go now. */
    record Delete() implements Removal {}

    /**
     * Decides for one intake.
     *
     * @param drain empty while it is not known how far delivery is: then nothing may be concluded
     * @param before what was decided last
     * @param grace how long a gateway may take to learn that the intake is being deleted: a message that it
     *     acknowledges meanwhile must still be seen here
     */
    static Removal decide(Lifecycle lifecycle, Optional<Drain> drain, Removal before, Instant now, Duration grace) {
        return switch (lifecycle) {
            case ACTIVE -> new Keep();
            case DISCARDING -> new Delete();
            case DELETING -> drain.filter(Drain::isComplete).isPresent() ? afterGrace(before, now, grace) : new Keep();
        };
    }

    /**
     * Decides for an intake of which the cluster says that it has no topic: one stale answer of a broker must not be
     * enough, because a topic that is there after all would be deleted with its messages.
     */
    static Removal decideWithoutTopic(Lifecycle lifecycle, Removal before, Instant now, Duration grace) {
        return switch (lifecycle) {
            case ACTIVE -> new Keep();
            case DISCARDING -> new Delete();
            case DELETING ->
                switch (before) {
                    case Keep keep -> new Gone(now);
                    case Drained drained -> new Gone(now);
                    case Gone gone -> now.isBefore(gone.since().plus(grace)) ? gone : new Delete();
                    case Delete delete -> delete;
                };
        };
    }

    private static Removal afterGrace(Removal before, Instant now, Duration grace) {
        return switch (before) {
            case Keep keep -> new Drained(now);
            case Gone gone -> new Drained(now);
            case Drained drained -> now.isBefore(drained.since().plus(grace)) ? drained : new Delete();
            case Delete delete -> delete;
        };
    }

    /**
     * How far the delivery of an intake is.
     *
     * @param topicId of the topic as it is now
     * @param ends end offset of each of its partitions
     * @param state what the flusher has written; empty when it never had to
     */
    record Drain(String topicId, Map<Integer, Long> ends, Optional<FlushState> state) {
        boolean isComplete() {
            if (ends.values().stream().allMatch(end -> end == 0)) {
                return state.flatMap(FlushState::pending).isEmpty();
            }
            return state.filter(flush -> flush.topicId().equals(topicId))
                    .filter(flush -> flush.pending().isEmpty())
                    .filter(flush -> ends.entrySet().stream()
                            .allMatch(end -> flush.position(end.getKey()).to() == end.getValue()))
                    .isPresent();
        }
    }
}
