package io.openintake.simulation.kafka;

import java.util.ArrayList;
import java.util.List;

/** One partition of an intake topic, as a read-committed consumer meets it. */
public final class Partition {
    private final int number;
    private final List<Message> log = new ArrayList<>();
    private long start;
    /** First offset of a replay's open transaction; the end of the log when there is none. */
    private int openFrom = -1;

    Partition(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The log's first offset. */
    public long start() {
        return start;
    }

    /** Where reading ends: the last stable offset. */
    public long end() {
        return openFrom < 0 ? log.size() : openFrom;
    }

    public Message at(long offset) {
        return log.get((int) offset);
    }

    public void append(int content) {
        log.add(new Message(number, log.size(), content, Message.Kind.RECORD));
    }

    /** A replay goes on in its transaction. */
    public void replay(int content) {
        if (openFrom < 0) {
            openFrom = log.size();
        }
        log.add(new Message(number, log.size(), content, Message.Kind.OPEN));
    }

    /** The replay's transaction ends, if one is open. */
    public void endReplay(Message.Kind decided) {
        if (openFrom < 0) {
            return;
        }
        for (int offset = openFrom; offset < log.size(); offset++) {
            if (log.get(offset).isOpen()) {
                log.get(offset).becomes(decided);
            }
        }
        log.add(new Message(number, log.size(), 0, Message.Kind.MARKER));
        openFrom = -1;
    }

    /** Deletes everything below the offset. */
    public void deleteBelow(long offset) {
        start = Math.max(start, Math.min(offset, end()));
    }

    /** An operator deletes everything below the offset. */
    public void destroyBelow(long offset) {
        for (long at = start; at < Math.min(offset, end()); at++) {
            at(at).destroy();
        }
        deleteBelow(offset);
    }

    /** How many records lie in [from, to). */
    public long records(long from, long to) {
        long records = 0;
        for (long offset = from; offset < to; offset++) {
            if (at(offset).isRecord()) {
                records++;
            }
        }
        return records;
    }
}
