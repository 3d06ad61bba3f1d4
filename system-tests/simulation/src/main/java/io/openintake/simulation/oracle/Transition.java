package io.openintake.simulation.oracle;

import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Position;
import io.openintake.simulation.kafka.Message;
import io.openintake.simulation.kafka.Partition;
import io.openintake.simulation.kafka.Topic;
import io.openintake.simulation.table.DataFile;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One step of the log, checked against what lies in the topic and what reached table and dead letter topic.
 *
 * @param topicIsGone whether it was deleted meanwhile, and the values of its dead letters with it
 */
record Transition(
        Topic topic,
        boolean topicIsGone,
        Map<String, DataFile> accepted,
        Optional<FlushState> before,
        FlushState next,
        List<Message> deadLetters) {
    void check() {
        Optional<Pending> was = before.flatMap(FlushState::pending);
        Optional<Pending> is = next.pending();
        if (is.isPresent()) {
            Violation.unless(
                    was.isEmpty() || was.equals(is),
                    "an intent was overwritten by " + is.get().commit());
            Violation.unless(deadLetters.isEmpty(), "dead letters were published before the outcome");
            Violation.unless(!moves(), "positions moved while a commit is in doubt");
            if (was.isEmpty()) {
                is.get().to().forEach(this::checkIntent);
            }
            return;
        }
        if (moves()) {
            Violation.unless(
                    was.isEmpty() || accepted.containsKey(was.get().commit()),
                    "the outcome says that the commit is in, but it never was");
            checkOutcome(was);
        } else {
            Violation.unless(deadLetters.isEmpty(), "dead letters, but no batch");
            Violation.unless(
                    was.isEmpty() || !accepted.containsKey(was.get().commit()),
                    "the intent was withdrawn, but its commit was in the table");
        }
    }

    private Position at(int partition) {
        return before.map(known -> known.position(partition)).orElse(Position.START);
    }

    private boolean moves() {
        return next.at().entrySet().stream().anyMatch(entry -> !entry.getValue().equals(at(entry.getKey())));
    }

    private boolean isInside(Message message) {
        return message.offset() >= at(message.partition()).to()
                && message.offset() < next.position(message.partition()).to();
    }

    private void checkIntent(int number, Pending.Planned planned) {
        long from = at(number).to();
        long records = topic.partition(number).records(from, planned.to());
        Violation.unless(
                planned.rows() + planned.deadCount() + planned.skipped() == records
                        && planned.other() == planned.to() - from - records,
                "the intent for partition " + number + " does not add up");
    }

    private void checkOutcome(Optional<Pending> was) {
        Set<Message> batch = was.map(pending -> accepted.get(pending.commit()))
                .map(DataFile::rows)
                .<Set<Message>>map(HashSet::new)
                .orElseGet(HashSet::new);
        next.at().forEach((number, position) -> {
            if (!position.equals(at(number))) {
                checkMove(topic.partition(number), position, batch);
            }
        });
        Violation.unless(deadLetters.stream().allMatch(this::isInside), "dead letters outside of the batch");
        Violation.unless(batch.stream().allMatch(this::isInside), "rows outside of the batch");
    }

    /** What was skipped is what is neither row nor dead letter nor lost; everything else must be as counted. */
    private void checkMove(Partition partition, Position to, Set<Message> batch) {
        Position from = at(partition.number());
        long rows = 0;
        long letters = 0;
        long other = 0;
        long skipped = 0;
        boolean isGap = to.lost() > from.lost();
        for (long offset = from.to(); offset < to.to(); offset++) {
            Message message = partition.at(offset);
            if (isGap) {
                Violation.unless(message.isDestroyed(), message + " is not lost");
                message.lose();
            } else if (!message.isRecord()) {
                other++;
            } else if (batch.contains(message)) {
                rows++;
            } else if (message.isDeadLetter()) {
                letters++;
            } else {
                message.skip();
                skipped++;
            }
        }
        if (topicIsGone) {
            skipped -= to.dead() - from.dead() - letters;
            letters = to.dead() - from.dead();
        }
        Violation.unless(
                rows == to.rows() - from.rows()
                        && letters == to.dead() - from.dead()
                        && other == to.other() - from.other()
                        && skipped == to.skipped() - from.skipped(),
                "partition " + partition.number() + " has rows=" + rows + " dead=" + letters + " other=" + other
                        + " skipped=" + skipped + " in the batch, but moved from " + from + " to " + to);
    }
}
