package io.openintake.simulation.kafka;

import io.openintake.contracts.flush.FlushState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The slot's partition with the coordinator of the transactions that write it. A commit is decided and answered before
 * its marker reaches the partition, as on a real broker; until then the record holds up every read-committed reader.
 */
public final class StateTopic {
    private static final int TRANSACTIONAL_IDS = 8;

    /** Barriers are entries without a transaction. */
    private final List<Optional<Transaction>> log = new ArrayList<>();

    private final int[] epochs = new int[TRANSACTIONAL_IDS];
    private final List<Transaction> unfinished = new ArrayList<>();
    private final Consumer<Transaction> onCommit;
    private int stable;

    /**
     * @param onCommit told of each transaction when its commit is decided
     */
    public StateTopic(Consumer<Transaction> onCommit) {
        this.onCommit = onCommit;
    }

    /** initTransactions: fences earlier producers of this id and ends what they left open. Gives the epoch. */
    public int init(int producer) {
        unfinished.stream()
                .filter(one -> one.producer() == producer && one.phase() == Transaction.Phase.OPEN)
                .forEach(one -> one.becomes(Transaction.Phase.ABORTING));
        finish(producer);
        return ++epochs[producer];
    }

    /** The first record of a new transaction arrives; empty when the producer is fenced. */
    public Optional<Transaction> send(int producer, int epoch, FlushState state, List<Message> deadLetters) {
        if (epochs[producer] != epoch) {
            return Optional.empty();
        }
        finish(producer);
        Transaction begun = new Transaction(producer, epoch, state, deadLetters);
        log.add(Optional.of(begun));
        unfinished.add(begun);
        return Optional.of(begun);
    }

    /** Whether the transaction is open and its producer not fenced. */
    public boolean isOpen(Transaction transaction) {
        return transaction.phase() == Transaction.Phase.OPEN
                && epochs[transaction.producer()] == transaction.producerEpoch();
    }

    /** Decides the commit; false when it is too late for that. */
    public boolean commit(Transaction transaction) {
        if (!isOpen(transaction)) {
            return false;
        }
        transaction.becomes(Transaction.Phase.COMMITTING);
        onCommit.accept(transaction);
        return true;
    }

    public void abort(Transaction transaction) {
        if (isOpen(transaction)) {
            transaction.becomes(Transaction.Phase.ABORTING);
        }
    }

    /** The coordinator gives up on every open transaction and fences its producer. */
    public void timeOut() {
        for (Transaction one : unfinished) {
            if (one.phase() == Transaction.Phase.OPEN) {
                one.becomes(Transaction.Phase.ABORTING);
                epochs[one.producer()]++;
            }
        }
    }

    /** Markers reach the partition. */
    public void deliverMarkers() {
        unfinished.forEach(StateTopic::finish);
        unfinished.removeIf(Transaction::isFinished);
    }

    private void finish(int producer) {
        unfinished.stream().filter(one -> one.producer() == producer).forEach(StateTopic::finish);
        unfinished.removeIf(Transaction::isFinished);
    }

    private static void finish(Transaction one) {
        switch (one.phase()) {
            case COMMITTING -> one.becomes(Transaction.Phase.COMMITTED);
            case ABORTING -> one.becomes(Transaction.Phase.ABORTED);
            case OPEN, COMMITTED, ABORTED -> {}
        }
    }

    /** Writes a barrier and gives its offset. */
    public int barrier() {
        log.add(Optional.empty());
        return log.size() - 1;
    }

    /** Whether a read-committed reader gets past the offset. */
    public boolean isReadable(int offset) {
        while (stable < log.size()
                && log.get(stable).map(Transaction::isFinished).orElse(true)) {
            stable++;
        }
        return offset < stable;
    }

    /** The newest state that a read-committed reader finds below the offset. */
    public Optional<FlushState> newestBelow(int offset) {
        for (int at = offset - 1; at >= 0; at--) {
            Optional<Transaction> found = log.get(at);
            if (found.isPresent() && found.get().phase() == Transaction.Phase.COMMITTED) {
                return Optional.of(found.get().state());
            }
        }
        return Optional.empty();
    }

    /** What the buffer service sees, which reads up to the last stable offset and follows. */
    public Optional<FlushState> newestStable() {
        var unused = isReadable(log.size());
        return newestBelow(stable);
    }
}
