package io.openintake.simulation.oracle;

import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Position;
import io.openintake.simulation.kafka.Message;
import io.openintake.simulation.kafka.Partition;
import io.openintake.simulation.kafka.Topic;
import io.openintake.simulation.kafka.Transaction;
import io.openintake.simulation.table.Catalog;
import io.openintake.simulation.table.Content;
import io.openintake.simulation.table.DataFile;
import io.openintake.simulation.table.Metadata;
import io.openintake.simulation.table.Update;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches everything that reaches the table, the dead letter topic and the log, and says at once when a promise is
 * broken. It decides from what it saw arrive and shares no code with the flusher.
 */
public final class Oracle {
    private final Map<String, DataFile> accepted = new HashMap<>();
    private final Map<Topic, Map<Integer, Long>> lastRows = new HashMap<>();
    /** In the order of their creation; the one that the states count in, and later ones. */
    private final Deque<Topic> topics = new ArrayDeque<>();

    private Optional<FlushState> last = Optional.empty();
    private Figures figures = Figures.NONE;

    public Oracle(Topic topic) {
        topics.add(topic);
    }

    /** The newest state whose commit was decided. */
    public Optional<FlushState> last() {
        return last;
    }

    /** Whether the commit ever was in a table. */
    public boolean wasAccepted(String commit) {
        return accepted.containsKey(commit);
    }

    /** A topic of the same name was created; it counts from the next state that names it. */
    public void topicCreated(Topic created) {
        topics.addLast(created);
    }

    /** A commit of a flusher reached the table. */
    public void arrived(Update update, Metadata before, Metadata after, Catalog catalog) {
        Violation.unless(
                before.main() == after.view().main().orElseThrow().parent(),
                "a commit of ours rolled back " + before.main());
        Violation.unless(keepsAll(before, after), "a commit of ours took away " + Content.files(before.content()));
        if (update.file().isEmpty()) {
            return;
        }
        String commit = update.commit().orElse("");
        DataFile file = update.file().get();
        Violation.unless(update.built().main() != 0, "rows were committed without a parent: " + commit);
        Violation.unless(
                catalog.descends(before.main(), file.plannedMain()),
                "files of " + commit + " were written for another history of the table");
        Pending pending = last.flatMap(FlushState::pending)
                .filter(one -> one.commit().equals(commit))
                .orElseThrow(() -> new Violation("rows arrived, but the log has no intent for " + commit));
        Violation.unless(accepted.put(commit, file) == null, "commit " + commit + " landed twice");
        for (Message row : file.rows()) {
            rowArrived(row, last.orElseThrow().position(row.partition()), pending);
        }
    }

    private static boolean keepsAll(Metadata before, Metadata after) {
        return after.content().equals(before.content())
                || after.content().flatMap(Content::below).equals(before.content())
                || Content.files(after.content()).containsAll(Content.files(before.content()));
    }

    private void rowArrived(Message row, Position at, Pending pending) {
        Violation.unless(row.isRecord(), "phantom row " + row);
        Violation.unless(row.addRow() == 1, "row " + row + " arrived twice");
        Violation.unless(!row.isDeadLetter(), row + " is a dead letter and a row");
        Violation.unless(!row.isSkipped() && !row.isLost(), row + " was given up and is a row");
        long to = Optional.ofNullable(pending.to().get(row.partition()))
                .map(Pending.Planned::to)
                .orElse(0L);
        Violation.unless(row.offset() >= at.to() && row.offset() < to, row + " is outside of its intent");
        Long before = lastRows.computeIfAbsent(topics.getFirst(), any -> new HashMap<>())
                .put(row.partition(), row.offset());
        Violation.unless(before == null || before < row.offset(), "row " + row + " is out of order");
    }

    /** A transaction of a flusher is committed. */
    public void committed(Transaction transaction) {
        FlushState next = transaction.state();
        long version = last.map(FlushState::version).orElse(0L);
        Violation.unless(
                next.version() == version + 1, "state " + next.version() + " was written after state " + version);
        boolean moved = !topics.getFirst().id().equals(next.topicId());
        while (!topics.getFirst().id().equals(next.topicId())) {
            topics.removeFirst();
            Violation.unless(!topics.isEmpty(), "positions in a topic that is gone: " + next.topicId());
        }
        Violation.unless(
                !moved || last.flatMap(FlushState::pending).isEmpty(), "the topic changed while a commit is in doubt");
        published(transaction.deadLetters());
        Optional<FlushState> before = moved ? Optional.empty() : last;
        count(before, next, transaction.deadLetters().size());
        new Transition(topics.getFirst(), topics.size() > 1, accepted, before, next, transaction.deadLetters()).check();
        last = Optional.of(next);
    }

    private void count(Optional<FlushState> before, FlushState next, int deadLetters) {
        boolean isWithdrawn = before.flatMap(FlushState::pending).isPresent()
                && next.pending().isEmpty()
                && before.map(FlushState::at).equals(Optional.of(next.at()));
        boolean isAsked =
                before.flatMap(FlushState::problem).isEmpty() && next.problem().isPresent();
        figures = figures.plus(new Figures(0, deadLetters, isWithdrawn ? 1 : 0, isAsked ? 1 : 0));
    }

    /**
     * A person was asked whether a commit is in.
     *
     * @param canBeHidden whether users did what the protocol names as a reason
     */
    public void askedForCommit(boolean canBeHidden) {
        Violation.unless(canBeHidden, "a person is asked, but nobody hid the commit");
    }

    public Figures figures() {
        return figures.plus(new Figures(accepted.size(), 0, 0, 0));
    }

    /** The buffer service deleted everything below the partition's start. */
    public void trimmed(Partition partition) {
        for (long offset = partition.start() - 1; offset >= 0; offset--) {
            Message message = partition.at(offset);
            if (message.isTrimmed()) {
                return;
            }
            message.trim();
            Violation.unless(
                    !message.isRecord() || message.isDestroyed() || message.hasFate(),
                    message + " was deleted before it was delivered");
        }
    }

    /** Dead letters can be read by whoever reads committed records. */
    public void published(List<Message> deadLetters) {
        for (Message letter : deadLetters) {
            Violation.unless(letter.isRecord(), "phantom dead letter " + letter);
            Violation.unless(letter.addDeadLetter() == 1, "dead letter " + letter + " was published twice");
            Violation.unless(!letter.isRow(), letter + " is a row and a dead letter");
        }
    }

    /** Everything is drained: each offset has exactly one fate, and the table holds what was never taken away. */
    public void atRest(List<Metadata> tables) {
        Topic topic = topics.getLast();
        FlushState state = last.filter(known -> known.topicId().equals(topic.id()))
                .orElseGet(() -> FlushState.initial(topic.id(), ""));
        for (Partition partition : topic.partitions()) {
            Position position = state.position(partition.number());
            Violation.unless(position.to() == partition.end(), "partition " + partition.number() + " is not drained");
            for (long offset = 0; offset < partition.end(); offset++) {
                Message message = partition.at(offset);
                Violation.unless(
                        message.isRecord() == message.hasFate() || message.isLost(),
                        message + (message.isRecord() ? " has no fate" : " is no record, but has a fate"));
            }
        }
        for (Metadata table : tables) {
            Set<DataFile> files = Content.files(table.content());
            Violation.unless(
                    table.rowsTakenAway()
                            || table.listed().stream()
                                    .allMatch(snap -> files.containsAll(Content.files(snap.content()))),
                    "table " + table.view().uuid() + " misses files");
        }
    }
}
