package io.openintake.dlq.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.dlq.app.DeadLetterLog.Ended;
import io.openintake.dlq.app.DeadLetterLog.Next;
import io.openintake.dlq.app.DeadLetterLog.Reached;
import io.openintake.dlq.domain.DeadLetter;
import io.openintake.dlq.domain.LogRange;
import io.openintake.dlq.domain.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports how many dead letters each intake has and what the newest one says, soon after each flush. Totals come from
 * the flusher, what is still there from the topic. Others only mark an intake; one thread works at its own pace.
 */
public final class Totals {
    private static final Logger LOG = LoggerFactory.getLogger(Totals.class);
    static final int MAX_PER_ROUND = 200;
    /** Up to so many offsets, what is left after retention is counted; beyond, it is estimated. */
    static final long MAX_COUNTED_OFFSETS = 5_000;
    /** The newest letter is looked for in the last so many offsets: some are no records. */
    private static final List<Long> TAILS = List.of(16L, 256L, 4_096L);

    private static final Duration PAUSE = Duration.ofMillis(100);
    /** A transaction of the flusher ends within its own time-out; then the letters are reported as they are. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final Intakes intakes;
    private final DeadLetterLog log;
    private final DeadLetterReports reports;
    private final Duration recheckInterval;
    private final Clock clock;
    private final Map<IntakeId, Long> totals = new ConcurrentHashMap<>();
    private final Map<IntakeId, Instant> marked = new ConcurrentHashMap<>();
    private final Map<IntakeId, Seen> seen = new ConcurrentHashMap<>();
    private final Set<IntakeId> lost = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private Instant nextRecheck = Instant.EPOCH;
    private volatile boolean stopped;
    private volatile boolean ready;

    private record Seen(long total, LogRange range) {}

    private record Newest(Optional<DeadLetter> letter, long open) {}

    /**
     * @param recheckInterval between two looks at all topics, because retention takes letters away silently
     */
    public Totals(Intakes intakes, DeadLetterLog log, DeadLetterReports reports, Duration recheckInterval) {
        this.intakes = intakes;
        this.log = log;
        this.reports = reports;
        this.recheckInterval = recheckInterval;
        this.clock = Clock.systemUTC();
    }

    /** The flusher has dead-lettered so many messages of the intake since it began. */
    public void flushed(IntakeId intake, long total) {
        Long before = totals.put(intake, total);
        if (before == null || before != total) {
            mark(intake);
        }
    }

    /** The intake has a definition; what was flushed before it was known counts now. */
    public void defined(IntakeId intake) {
        if (totals.containsKey(intake)) {
            mark(intake);
        }
    }

    /** The intake is gone. */
    public void removed(IntakeId intake) {
        totals.remove(intake);
        marked.remove(intake);
        seen.remove(intake);
        if (ready) {
            reports.remove(intake);
        }
    }

    /** Whether all that was said before the start has been taken in. */
    public boolean isReady() {
        return ready;
    }

    /** Ends the loop. */
    public void stop() {
        stopped = true;
        wake.release();
    }

    /**
     * Works until it is stopped.
     *
     * @param caughtUp whether all that others had said at the start was handed in; nothing is reported before
     */
    public void run(BooleanSupplier caughtUp) {
        while (!stopped) {
            try {
                if (wake.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                if (caughtUp.getAsBoolean()) {
                    work(clock.instant());
                }
            } catch (InterruptedException interrupted) {
                return;
            } catch (DeadLetterLog.Unavailable unavailable) {
                LOG.warn("dead letters not counted yet reason={}", unavailable.getMessage());
            } catch (RuntimeException broken) {
                LOG.error("dead letter totals failed, going on errorCode=totals-failed", broken);
            }
        }
    }

    private void mark(IntakeId intake) {
        marked.put(intake, clock.instant());
        wake.release();
    }

    private void work(Instant now) {
        if (!ready) {
            reports.reported().stream()
                    .filter(intake -> intakes.project(intake).isEmpty())
                    .forEach(reports::remove);
            ready = true;
        }
        if (!now.isBefore(nextRecheck)) {
            totals.forEach((intake, total) -> {
                if (total > 0) {
                    marked.putIfAbsent(intake, now);
                }
            });
            nextRecheck = now.plus(recheckInterval);
        }
        Map<IntakeId, Instant> taken = new HashMap<>();
        marked.entrySet().stream().limit(MAX_PER_ROUND).forEach(entry -> taken.put(entry.getKey(), entry.getValue()));
        if (!taken.isEmpty()) {
            Map<IntakeId, LogRange> ranges = log.ranges(taken.keySet());
            taken.forEach((intake, since) -> {
                if (isDone(intake, ranges.get(intake), since, now)) {
                    marked.remove(intake, since);
                }
            });
        }
    }

    private boolean isDone(IntakeId intake, @Nullable LogRange range, Instant since, Instant now) {
        Long total = totals.get(intake);
        if (total == null || range == null || intakes.project(intake).isEmpty()) {
            return true;
        }
        if (!range.isSettled() && now.isBefore(since.plus(SETTLING))) {
            return false;
        }
        if (lost.remove(intake)) {
            seen.remove(intake);
            report(intake, total, range, Optional.empty());
            return true;
        }
        Seen look = new Seen(total, range);
        if (!look.equals(seen.put(intake, look))) {
            report(intake, total, range, reports.newest(intake));
        }
        return true;
    }

    private void report(IntakeId intake, long flushedTotal, LogRange range, Optional<DeadLettersReported> before) {
        long total =
                Math.max(flushedTotal, before.map(DeadLettersReported::total).orElse(0L));
        if (total == 0) {
            return;
        }
        boolean nothingNew = before.filter(report -> report.total() == total
                        && report.open() == total
                        && report.lastTime().isPresent()
                        && range.start() == 0)
                .isPresent();
        if (nothingNew) {
            return;
        }
        Newest newest = look(intake, total, range);
        DeadLettersReported next = new DeadLettersReported(
                intake,
                0,
                total,
                newest.open,
                newest.letter
                        .map(DeadLetter::reason)
                        .or(() -> before.map(DeadLettersReported::lastReason))
                        .orElse(""),
                newest.letter
                        .map(DeadLetter::message)
                        .or(() -> before.map(DeadLettersReported::lastMessage))
                        .orElse(""),
                newest.letter
                        .map(letter -> letter.stored().time())
                        .or(() -> before.flatMap(DeadLettersReported::lastTime)));
        if (before.filter(report -> report.withVersion(0).equals(next)).isEmpty()) {
            reports.report(next, () -> {
                lost.add(intake);
                mark(intake);
            });
        }
    }

    private Newest look(IntakeId intake, long total, LogRange range) {
        if (range.start() > 0 && range.offsets() <= MAX_COUNTED_OFFSETS) {
            Counter counter = new Counter();
            Reached reached = log.read(intake, range.start(), counter::visit);
            if (reached.ended() == Ended.AT_END) {
                return new Newest(counter.newest(), counter.count);
            }
        }
        return new Newest(newest(intake, range), range.start() == 0 ? total : range.estimateOpen(total));
    }

    private Optional<DeadLetter> newest(IntakeId intake, LogRange range) {
        for (long tail : TAILS) {
            long from = Math.max(range.start(), range.committedEnd() - tail);
            Counter counter = new Counter();
            var unused = log.read(intake, from, counter::visit);
            if (counter.count > 0 || from == range.start()) {
                return counter.newest();
            }
        }
        return Optional.empty();
    }

    private static final class Counter {
        private long count;
        private @Nullable StoredRecord last;

        private Next visit(StoredRecord visited) {
            count++;
            last = visited;
            return Next.GO_ON;
        }

        private Optional<DeadLetter> newest() {
            return Optional.ofNullable(last).map(DeadLetter::of);
        }
    }
}
