package io.openintake.flusher.app.loop;

import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.flusher.app.Meters;
import io.openintake.flusher.app.StateLog;
import io.openintake.flusher.app.Tenure;
import io.openintake.flusher.app.flush.FlushResult;
import io.openintake.flusher.app.flush.FlushTask;
import io.openintake.flusher.app.flush.IntakeFlush;
import io.openintake.flusher.app.flush.Workbench;
import io.openintake.flusher.app.loop.Turns.Trust;
import io.openintake.flusher.app.loop.Turns.Turn;
import io.openintake.flusher.app.loop.Turns.Verdict;
import io.openintake.flusher.domain.Outcome;
import io.openintake.flusher.domain.Trouble;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers and what they work on: one batch in flight per intake, as many drains in parallel as there are workers.
 * The queue holds an intake at most once, so the number of intakes bounds it.
 */
final class Drains {
    private static final Logger LOG = LoggerFactory.getLogger(Drains.class);
    private static final String INTAKE = "intake ";
    private static final String CATALOG = "catalog ";
    /** Flushes that only resolve or find the table changed; after so many it must wait as after a failure. */
    private static final int MAX_IN_A_ROW = 8;
    /** How often an idle worker looks whether the service stops; it holds up the stop for no longer. */
    private static final long STOP_LOOK_MS = 200;

    private static final String NO_CATALOG = "";
    private static final Pattern SERVER = Pattern.compile("^[a-z]+://([^/?#]+)");

    private final OwnedStates states;
    private final Deliveries deliveries;
    private final Breakers breakers;
    private final Turns<Job> turns;
    private final Meters meters;
    private final Clock clock;
    private final Set<IntakeId> busy = ConcurrentHashMap.newKeySet();
    private final Map<IntakeId, Integer> againInARow = new ConcurrentHashMap<>();
    private final Set<IntakeId> unfinished = ConcurrentHashMap.newKeySet();
    private final Map<IntakeId, Long> meanBytes = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile Runnable news = () -> {};

    Drains(OwnedStates states, Deliveries deliveries, Guards guards, Meters meters, Clock clock) {
        this.states = states;
        this.deliveries = deliveries;
        this.breakers = guards.breakers();
        this.turns = guards.turns();
        this.meters = meters;
        this.clock = clock;
    }

    /** What keeps the troubles of some from the others: who is tried at all, and who has a worker. */
    record Guards(Breakers breakers, Turns<Job> turns) {}

    /** Work for one worker. */
    sealed interface Job {
        record Flush(FlushTask task) implements Job {}

        record Forget(Tenure tenure, IntakeId intake, long version) implements Job {}
    }

    void onNews(Runnable listener) {
        news = listener;
    }

    long nowMs() {
        return clock.millis();
    }

    boolean isBusy(IntakeId intake) {
        return busy.contains(intake);
    }

    /** Whether the last flush left something that does not wait for the next tick; breakers may still hold it up. */
    boolean isUnfinished(IntakeId intake) {
        return unfinished.contains(intake);
    }

    long meanRecordBytes(IntakeId intake) {
        return meanBytes.getOrDefault(intake, 1L);
    }

    void submit(FlushTask task) {
        if (busy.add(task.definition().intake())) {
            unfinished.remove(task.definition().intake());
            turns.ask(turn(task));
        }
    }

    void submitForget(Tenure tenure, IntakeId intake, long version) {
        if (busy.add(intake)) {
            turns.ask(new Turn<>(new Job.Forget(tenure, intake, version), NO_CATALOG, Trust.SOUND));
        }
    }

    private Turn<Job> turn(FlushTask task) {
        IntakeDefined definition = task.definition();
        boolean failedLast = breakers.hasFailed(own(definition)) || breakers.hasFailed(catalog(definition));
        return new Turn<>(new Job.Flush(task), server(definition), failedLast ? Trust.SUSPECT : Trust.SOUND);
    }

    /** Whether neither the intake nor its catalog is known to fail at present. */
    boolean passes(IntakeDefined definition) {
        long nowMs = nowMs();
        return !breakers.isOpen(own(definition), nowMs) && breakers.passes(catalog(definition), nowMs);
    }

    void closeBreakers(IntakeDefined definition) {
        breakers.succeeded(own(definition));
        breakers.succeeded(catalog(definition));
    }

    void unreadable(IntakeId intake) {
        deliveries.awaitsPerson(
                intake, "state-unreadable", "its state was written by a newer version; upgrade this flusher");
    }

    void measure() {
        meters.flushing(running.get(), turns.waiting());
        meters.failing(breakers.failing(INTAKE), breakers.failing(CATALOG));
    }

    /** A worker's whole life. */
    void work(Workbench bench) {
        while (!bench.stopping().getAsBoolean()) {
            try {
                turns.next(STOP_LOOK_MS).ifPresent(turn -> perform(bench, turn));
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException broken) {
                if (!bench.stopping().getAsBoolean()) {
                    throw broken;
                }
                LOG.debug("interrupted while stopping", broken);
                return;
            }
        }
    }

    private void perform(Workbench bench, Turn<Job> turn) {
        running.incrementAndGet();
        Verdict verdict = Verdict.UNSAID;
        try {
            switch (turn.job()) {
                case Job.Flush flush -> verdict = flush(bench, flush.task());
                case Job.Forget forget -> forget(bench, forget);
            }
        } finally {
            running.decrementAndGet();
            turns.over(turn, verdict);
        }
    }

    private Verdict flush(Workbench bench, FlushTask task) {
        IntakeId intake = task.definition().intake();
        boolean done = false;
        Verdict verdict = Verdict.UNSAID;
        try {
            FlushResult result = IntakeFlush.perform(bench, task);
            states.recorded(task.tenure(), intake, result.state());
            result.notes().forEach(note -> {
                deliveries.noticed(intake, note);
                meters.noticed(note.kind());
            });
            done = isDone(task, result);
            verdict = verdict(result.end());
        } catch (RuntimeException broken) {
            LOG.error("flush failed intake={}", intake, broken);
            states.doubted(task.tenure().slot());
            paused(
                    task.definition(),
                    new Trouble(
                            Trouble.Kind.TRANSIENT,
                            "flush-failed",
                            "the flush failed unexpectedly; see the flusher's log"));
        } finally {
            if (!done) {
                unfinished.add(intake);
            }
            busy.remove(intake);
        }
        if (!done) {
            news.run();
        }
        return verdict;
    }

    private static Verdict verdict(FlushResult.End end) {
        if (!(end instanceof FlushResult.End.Finished finished)) {
            return Verdict.UNSAID;
        }
        return switch (finished.outcome()) {
            case Outcome.Delivered delivered -> Verdict.WELL;
            case Outcome.Paused paused -> isOfCatalog(paused.trouble()) ? Verdict.OVERLOADED : Verdict.UNSAID;
            case Outcome.Idle idle -> Verdict.UNSAID;
            case Outcome.Again again -> Verdict.UNSAID;
            case Outcome.AwaitsPerson asks -> Verdict.UNSAID;
        };
    }

    /** Whether the intake can wait for its next tick. */
    private boolean isDone(FlushTask task, FlushResult result) {
        return switch (result.end()) {
            case FlushResult.End.Dropped dropped -> false;
            case FlushResult.End.Unknown unknown -> {
                states.doubted(task.tenure().slot());
                paused(
                        task.definition(),
                        new Trouble(
                                Trouble.Kind.TRANSIENT,
                                "state-log-unavailable",
                                "the cluster did not confirm what was recorded: it is looked up again"));
                yield false;
            }
            case FlushResult.End.Finished finished -> isDone(task, result, finished.outcome());
        };
    }

    private boolean isDone(FlushTask task, FlushResult result, Outcome outcome) {
        IntakeDefined definition = task.definition();
        return switch (outcome) {
            case Outcome.Idle idle -> {
                breakers.succeeded(own(definition));
                deliveries.healthy(definition.intake());
                yield true;
            }
            case Outcome.Delivered delivered -> {
                states.proven(task.tenure(), definition.intake());
                delivered(definition, result, delivered);
                yield result.complete();
            }
            case Outcome.Again again -> {
                slowDown(definition);
                yield false;
            }
            case Outcome.Paused paused -> {
                paused(definition, paused.trouble());
                yield false;
            }
            case Outcome.AwaitsPerson asks -> {
                deliveries.awaitsPerson(
                        definition.intake(),
                        asks.problem().code(),
                        asks.problem().detail());
                yield true;
            }
        };
    }

    private void delivered(IntakeDefined definition, FlushResult result, Outcome.Delivered delivered) {
        IntakeId intake = definition.intake();
        againInARow.remove(intake);
        closeBreakers(definition);
        meanBytes.put(intake, Math.max(1, result.meanRecordBytes()));
        meters.delivered(intake, delivered.rows(), delivered.skipped());
        if (delivered.validThroughMs() > 0) {
            meters.validThrough(intake, delivered.validThroughMs());
        }
        LOG.info(
                "batch delivered intake={} rows={} deadLetters={} snapshot={}",
                intake,
                delivered.rows(),
                delivered.dead(),
                delivered.snapshot());
        deliveries.delivered(intake, delivered);
    }

    private void slowDown(IntakeDefined definition) {
        if (againInARow.merge(definition.intake(), 1, Integer::sum) > MAX_IN_A_ROW) {
            againInARow.remove(definition.intake());
            paused(
                    definition,
                    new Trouble(
                            Trouble.Kind.TRANSIENT, "table-contention", "the table keeps changing; it is tried again"));
        }
    }

    private void paused(IntakeDefined definition, Trouble trouble) {
        long nowMs = nowMs();
        switch (trouble.kind()) {
            case TRANSIENT, CONFLICT, AUTHENTICATION -> breakers.failed(own(definition), nowMs);
            case REFUSED -> breakers.refused(own(definition), nowMs);
        }
        if (isOfCatalog(trouble)) {
            breakers.failed(catalog(definition), nowMs);
        }
        deliveries.troubled(definition.intake(), trouble);
    }

    private void forget(Workbench bench, Job.Forget forget) {
        try {
            StateLog.Result result = bench.log().forget(forget.tenure(), forget.intake(), forget.version());
            switch (result) {
                case RECORDED -> {
                    states.forgotten(forget.tenure(), forget.intake());
                    unfinished.remove(forget.intake());
                    deliveries.forget(forget.intake());
                    List.of(againInARow, meanBytes).forEach(map -> map.remove(forget.intake()));
                    meters.forget(forget.intake());
                    LOG.info("state removed intake={}", forget.intake());
                }
                case NOT_OWNER -> LOG.debug("state not removed, slot lost intake={}", forget.intake());
                case UNKNOWN -> states.doubted(forget.tenure().slot());
            }
        } catch (RuntimeException broken) {
            LOG.error("state could not be removed intake={}", forget.intake(), broken);
        } finally {
            busy.remove(forget.intake());
        }
    }

    /** Whether the catalog itself fails, and with it everybody who uses it in the same way. */
    private static boolean isOfCatalog(Trouble trouble) {
        return trouble.kind() != Trouble.Kind.REFUSED && trouble.code().startsWith("catalog-");
    }

    private static String own(IntakeDefined definition) {
        return INTAKE + definition.intake();
    }

    /** Credentials belong to one intake; without any, a catalog's intakes share their fate. */
    private static String catalog(IntakeDefined definition) {
        String credential = switch (definition.auth()) {
            case CatalogAuth.None none -> "";
            case CatalogAuth.Dremio dremio -> " " + definition.intake();
        };
        return CATALOG + definition.target().uri() + credential;
    }

    /** The server behind a catalog's address, however it is written: it is what hangs or is overloaded. */
    private static String server(IntakeDefined definition) {
        String address = definition.target().uri().toLowerCase(Locale.ROOT);
        Matcher server = SERVER.matcher(address);
        return server.find() ? server.group(1) : address;
    }
}
