package io.openintake.simulation.kafka;

import io.openintake.contracts.flush.FlushState;
import java.util.List;

/** One Kafka transaction of a flusher: a state record, dead letters, and the check of membership. */
public final class Transaction {
    /** How far the coordinator and the partition leaders are. */
    enum Phase {
        OPEN,
        /** Decided and answered; the markers are not yet in the partitions. */
        COMMITTING,
        COMMITTED,
        ABORTING,
        ABORTED
    }

    private final int producer;
    private final int producerEpoch;
    private final FlushState state;
    private final List<Message> deadLetters;
    private Phase phase = Phase.OPEN;

    Transaction(int producer, int producerEpoch, FlushState state, List<Message> deadLetters) {
        this.producer = producer;
        this.producerEpoch = producerEpoch;
        this.state = state;
        this.deadLetters = deadLetters;
    }

    public FlushState state() {
        return state;
    }

    public List<Message> deadLetters() {
        return deadLetters;
    }

    int producer() {
        return producer;
    }

    int producerEpoch() {
        return producerEpoch;
    }

    Phase phase() {
        return phase;
    }

    void becomes(Phase next) {
        phase = next;
    }

    boolean isFinished() {
        return phase == Phase.COMMITTED || phase == Phase.ABORTED;
    }
}
