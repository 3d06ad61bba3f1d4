package io.openintake.contracts.event;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a person asked for on an intake, already checked and audited by the service that took it. */
public sealed interface Command extends Event {
    /** The intake it is about. */
    IntakeId intake();

    /** Flush now instead of at the next tick. */
    record FlushRequested(IntakeId intake) implements Command {}

    /** The records [from, to) of the partition are gone; go on without them and count them as lost. */
    record GapAccepted(IntakeId intake, int partition, long from, long to) implements Command {}

    /** A person has looked whether the commit in doubt is in the table. */
    record CommitAnswered(IntakeId intake, String commit, Answer answer) implements Command {
        /** What the person found. */
        public enum Answer {
            IS_IN,
            IS_NOT
        }
    }

    /** The intake's old table cannot be reached: go on in the new one, though this commit may be in both. */
    record MoveForced(IntakeId intake, String commit) implements Command {}

    /**
     * A person has looked where an intake stands whose state is lost.
     *
     * @param table the positions that the table names, as the person saw them
     * @param at the positions to go on from
     * @param deadLetters how many records its dead letter topic ever got
     */
    record StateRebuilt(IntakeId intake, SortedMap<Integer, Long> table, SortedMap<Integer, Long> at, long deadLetters)
            implements Command {
        public StateRebuilt {
            table = new TreeMap<>(table);
            at = new TreeMap<>(at);
        }
    }

    @Override
    default InternalTopic topic() {
        return InternalTopic.COMMANDS;
    }

    @Override
    default String key() {
        return intake().toString();
    }

    @Override
    default long version() {
        return 0;
    }
}
