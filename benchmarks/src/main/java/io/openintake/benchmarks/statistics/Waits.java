package io.openintake.benchmarks.statistics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each record of many streams waited, from when it came until the mark of its stream was seen above it.
 *
 * @param <K> names a stream
 */
public final class Waits<K> {
    private final Map<K, Deque<Came>> waiting = new HashMap<>();
    private final Map<K, Mark> marks = new HashMap<>();
    private final List<Wait> ended = new ArrayList<>();

    private record Came(long offset, long atMs) {}

    private record Mark(long end, long atMs) {}

    private record Wait(long sinceMs, long tookMs) {}

    /** A record came; the offsets of a stream rise. */
    public synchronized void came(K stream, long offset, long atMs) {
        Mark mark = marks.getOrDefault(stream, new Mark(0, 0));
        if (offset < mark.end()) {
            // the mark was seen before we heard of the record
            ended.add(new Wait(atMs, mark.atMs() - atMs));
        } else {
            waiting.computeIfAbsent(stream, none -> new ArrayDeque<>()).add(new Came(offset, atMs));
        }
    }

    /** The mark of a stream was seen: everything below it waits no longer. */
    public synchronized void passed(K stream, long end, long atMs) {
        Mark before = marks.getOrDefault(stream, new Mark(0, 0));
        if (end <= before.end()) {
            return;
        }
        marks.put(stream, new Mark(end, atMs));
        Deque<Came> open = waiting.getOrDefault(stream, new ArrayDeque<>());
        while (!open.isEmpty() && open.getFirst().offset() < end) {
            Came next = open.removeFirst();
            ended.add(new Wait(next.atMs(), atMs - next.atMs()));
        }
    }

    /** How many still wait. */
    public synchronized long open() {
        return waiting.values().stream().mapToLong(Deque::size).sum();
    }

    /** How many streams have a mark. */
    public synchronized int streamsMarked() {
        return marks.size();
    }

    /** In milliseconds, of the records that came between these times and wait no longer. */
    public synchronized long[] tookMs(long fromMs, long untilMs) {
        return ended.stream()
                .filter(wait -> wait.sinceMs() >= fromMs && wait.sinceMs() < untilMs)
                .mapToLong(Wait::tookMs)
                .toArray();
    }
}
