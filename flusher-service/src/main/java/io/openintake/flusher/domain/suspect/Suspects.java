package io.openintake.flusher.domain.suspect;

import io.openintake.contracts.flush.Suspicion;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the record that crashes whoever converts it, by halving what was being converted when a process ended (ADR
 * 0020). Only the log is trusted: a part is marked in the state before it is converted and unmarked by whatever comes
 * next, so a mark of another process that is found was left by one that is gone.
 */
public final class Suspects {
    /** So many crashes of one range before it is halved. */
    private static final int ENOUGH = 2;
    /** Of one record alone: processes that are killed for other reasons must not make a dead letter of it. */
    private static final int ENOUGH_ALONE = 3;

    private final SortedMap<Integer, Long> from;
    private final SortedMap<Integer, Long> ends;
    private final String process;

    /** Looks at a batch of the offsets from these positions to these ends, which this process is to convert. */
    public Suspects(SortedMap<Integer, Long> from, SortedMap<Integer, Long> ends, String process) {
        this.from = new TreeMap<>(from);
        this.ends = new TreeMap<>(ends);
        this.process = process;
    }

    /** How a batch is to be converted. */
    public sealed interface Handling {
        /** As it is. */
        record Plain() implements Handling {}

        /** Cut to the mark's part, and only when the mark is in the log. */
        record Marked(Suspicion mark) implements Handling {}

        /** Not at all: the one offset before these ends has ended three processes. */
        record Isolated(SortedMap<Integer, Long> ends) implements Handling {}
    }

    /** How the batch is to be converted, after what the log says of earlier owners. */
    public Handling handling(Optional<Suspicion> said, Caution caution) {
        Optional<Suspicion> open = said.filter(known -> size(within(known.to())) > 0);
        if (open.isPresent()) {
            return goingOn(open.get());
        }
        return switch (caution) {
            case PLAIN -> new Handling.Plain();
            case CAREFUL -> new Handling.Marked(new Suspicion(ends, ends, 0, process));
        };
    }

    /** What is left of a suspicion when everything below these ends is converted. */
    public static Optional<Suspicion> after(Optional<Suspicion> before, SortedMap<Integer, Long> converted) {
        return before.filter(known -> known.to().entrySet().stream()
                        .anyMatch(end -> converted.getOrDefault(end.getKey(), 0L) < end.getValue()))
                .map(Suspicion::atRest);
    }

    private Handling goingOn(Suspicion known) {
        SortedMap<Integer, Long> tried = within(known.trying());
        // a mark of our own may stand when the log did not say in time that it is written: we are still there
        if (size(tried) == 0 || known.by().equals(process)) {
            return next(within(known.to()), known.crashes());
        }
        int crashes = known.crashes() + 1;
        boolean guilty = size(tried) == 1 && crashes >= ENOUGH_ALONE;
        return guilty ? new Handling.Isolated(tried) : next(tried, crashes);
    }

    private Handling next(SortedMap<Integer, Long> suspects, int crashes) {
        if (crashes < ENOUGH || size(suspects) == 1) {
            return new Handling.Marked(new Suspicion(suspects, suspects, crashes, process));
        }
        SortedMap<Integer, Long> half = firstHalf(suspects);
        // what others did beside it does not count against one alone
        return new Handling.Marked(new Suspicion(suspects, half, size(half) == 1 ? 0 : crashes, process));
    }

    private SortedMap<Integer, Long> firstHalf(SortedMap<Integer, Long> suspects) {
        long left = Math.ceilDiv(size(suspects), 2);
        SortedMap<Integer, Long> half = new TreeMap<>();
        for (var end : suspects.entrySet()) {
            long start = from.getOrDefault(end.getKey(), 0L);
            long taken = Math.min(left, end.getValue() - start);
            half.put(end.getKey(), start + taken);
            left -= taken;
        }
        return half;
    }

    /** These ends, as far as the batch goes. */
    private SortedMap<Integer, Long> within(SortedMap<Integer, Long> some) {
        SortedMap<Integer, Long> clamped = new TreeMap<>();
        ends.forEach((partition, end) -> {
            long start = from.getOrDefault(partition, 0L);
            clamped.put(partition, Math.clamp(some.getOrDefault(partition, start), start, end));
        });
        return clamped;
    }

    private long size(SortedMap<Integer, Long> some) {
        return some.entrySet().stream()
                .mapToLong(end -> end.getValue() - from.getOrDefault(end.getKey(), 0L))
                .sum();
    }
}
