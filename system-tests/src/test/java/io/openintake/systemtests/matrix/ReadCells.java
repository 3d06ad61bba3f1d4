package io.openintake.systemtests.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.systemtests.matrix.ClientProcess.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reading dead letters. */
final class ReadCells {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int TAIL_MS = 2_500;
    /** A client that waits for news asks two or three times a second; one that spins, hundreds of times. */
    private static final double MAX_FETCHES_PER_SECOND = 5;

    private static final String GROUP = "matrix";

    private final Surroundings surroundings;

    ReadCells(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Returns how often the client asked at the end, where only what it may not see follows. */
    String deadLetters(Trial trial) throws Exception {
        surroundings.reading().lock();
        try (Letters letters =
                new Letters(surroundings.rig().endpoints().backing().kafka(), trial.deadLetterTopic())) {
            letters.committed("a", 6);
            letters.aborted("x", 4);
            letters.committed("b", 6);
            letters.aborted("y", 3);
            double fetches = read(
                    trial, letters, Stream.concat(named("a", 6), named("b", 6)).toList());
            letters.aborted("z", 2);
            letters.committed("c", 5);
            read(trial, letters, named("c", 5).toList());
            return "%.1f fetches/s at the end".formatted(fetches);
        } finally {
            surroundings.reading().unlock();
        }
    }

    private double read(Trial trial, Letters letters, List<String> expected) throws Exception {
        try (ClientProcess process = trial.consume(GROUP, expected.size(), TAIL_MS)) {
            process.await(
                    LIMIT,
                    expected.size() + " dead letters",
                    event -> event.name().equals("tail"));
            long before = surroundings.figures().fetches();
            long begun = System.nanoTime();
            process.awaitEnd(LIMIT);
            double seconds = (double) (System.nanoTime() - begun) / TimeUnit.SECONDS.toNanos(1);
            double perSecond = (surroundings.figures().fetches() - before) / seconds;
            assertEquals(expected, process.ids("record"), process::story);
            assertTrue(perSecond <= MAX_FETCHES_PER_SECOND, () -> perSecond + " fetches/s at the end");
            Event last = process.told("record").getLast();
            long committed = letters.committedOffset(trial.groupInside(GROUP));
            assertTrue(committed > last.offset(), () -> "committed " + committed + " after " + last);
            return perSecond;
        }
    }

    private static Stream<String> named(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(n -> prefix + "-" + n);
    }
}
