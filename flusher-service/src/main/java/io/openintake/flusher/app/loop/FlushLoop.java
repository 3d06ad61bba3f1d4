package io.openintake.flusher.app.loop;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.flush.FlushState;
import io.openintake.flusher.app.Backlogs;
import io.openintake.flusher.app.Definitions;
import io.openintake.flusher.app.Meters;
import io.openintake.flusher.app.Ownership;
import io.openintake.flusher.app.flush.FlushTask;
import io.openintake.flusher.domain.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that looks at all owned intakes every few seconds and hands those that are due to the workers. */
public final class FlushLoop {
    private static final Logger LOG = LoggerFactory.getLogger(FlushLoop.class);

    private final Ports ports;
    private final LoopSettings settings;
    private final OwnedStates states;
    private final Drains drains;
    private final Semaphore wake = new Semaphore(0);
    private final Map<IntakeId, Watch> watches = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private volatile boolean swept;

    /** What the loop looks at and talks to. */
    public record Ports(
            Ownership ownership, Backlogs backlogs, Definitions definitions, Requests requests, Meters meters) {}

    FlushLoop(Ports ports, LoopSettings settings, OwnedStates states, Drains drains) {
        this.ports = ports;
        this.settings = settings;
        this.states = states;
        this.drains = drains;
        ports.requests().onNews(this::wake);
        drains.onNews(this::wake);
    }

    /** What was seen of the topic's ends, and at which tick the intake was flushed last. */
    private record Watch(long definitionVersion, long lastTick, Sightings sightings) {
        Watch at(long version, long tick) {
            return new Watch(version, tick, sightings);
        }
    }

    /** Runs until {@link #stop()}. */
    public void run() {
        while (!stopped) {
            try {
                sweep();
                swept = true;
            } catch (RuntimeException broken) {
                if (stopped) {
                    return;
                }
                LOG.warn("sweep failed, trying again", broken);
            }
            await();
        }
    }

    /** Whether every owned slot was read and swept at least once. */
    public boolean isReady() {
        return swept;
    }

    public void stop() {
        stopped = true;
        wake();
    }

    private void wake() {
        wake.release();
    }

    private void await() {
        try {
            var unused = wake.tryAcquire(settings.sweepInterval().toMillis(), TimeUnit.MILLISECONDS);
            wake.drainPermits();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    private void sweep() {
        followSlots();
        List<IntakeDefined> mine = new ArrayList<>();
        for (IntakeDefined definition : ports.definitions().all()) {
            if (states.standing(definition.intake()).isPresent()) {
                mine.add(definition);
            }
        }
        Map<IntakeId, Backlogs.Ends> ends =
                ports.backlogs().sweep(mine.stream().map(IntakeDefined::intake).toList());
        for (IntakeDefined definition : mine) {
            Backlogs.Ends end = ends.get(definition.intake());
            if (end != null) {
                look(definition, end);
            }
        }
        forgetRemoved();
        drains.measure();
        ports.meters().asking(asking(mine));
    }

    private Map<String, Long> asking(List<IntakeDefined> mine) {
        return mine.stream()
                .flatMap(definition -> states.standing(definition.intake()).stream())
                .flatMap(standing -> standing.state().stream())
                .flatMap(state -> state.problem().stream())
                .collect(Collectors.groupingBy(FlushState.Problem::code, Collectors.counting()));
    }

    /** Slots that cannot be read now must not hold up the others. */
    private void followSlots() {
        try {
            states.follow(ports.ownership().tenures());
        } catch (RuntimeException unreadable) {
            LOG.warn("slots not readable yet, trying again", unreadable);
        }
    }

    private void look(IntakeDefined definition, Backlogs.Ends ends) {
        IntakeId intake = definition.intake();
        Optional<OwnedStates.Standing> standing = states.standing(intake);
        if (standing.isEmpty() || drains.isBusy(intake) || definition.lifecycle() == Lifecycle.DISCARDING) {
            return;
        }
        if (standing.get().unreadable()) {
            drains.unreadable(intake);
            return;
        }
        FlushState state = standing.get().state().orElseGet(() -> FlushState.initial(ends.topicId(), ends.clusterId()));
        long nowMs = drains.nowMs();
        Watch watch = watched(definition, nowMs);
        Schedule.Situation situation = situation(definition, state, ends, watch);
        ports.meters().backlog(intake, situation.backlog(), Duration.ofMillis(situation.backlogAgeMs()));
        watches.put(intake, watch);
        Optional<Schedule.Reason> reason = Schedule.due(situation, settings.triggers());
        if (reason.isPresent() && drains.passes(definition)) {
            ports.requests().taken(intake);
            watches.put(intake, watch.at(watch.definitionVersion(), situation.tick()));
            LOG.debug("flush due intake={} reason={} backlog={}", intake, reason.get(), situation.backlog());
            drains.submit(new FlushTask(
                    definition,
                    standing.get().tenure(),
                    state,
                    ends.topicId(),
                    ends.clusterId(),
                    ports.requests().said(intake),
                    settings.limits(),
                    standing.get().caution()));
        }
    }

    /** A changed definition may be the cure: what failed before is tried at once. */
    private Watch watched(IntakeDefined definition, long nowMs) {
        long tick = Schedule.tick(definition.intake(), definition.flushInterval(), nowMs);
        Watch known = watches.get(definition.intake());
        if (known == null) {
            return new Watch(definition.version(), tick, new Sightings());
        }
        if (known.definitionVersion() != definition.version()) {
            drains.closeBreakers(definition);
            return known.at(definition.version(), Math.min(known.lastTick(), tick));
        }
        return known;
    }

    private Schedule.Situation situation(IntakeDefined definition, FlushState state, Backlogs.Ends ends, Watch watch) {
        IntakeId intake = definition.intake();
        long nowMs = drains.nowMs();
        Schedule.Wish wish = ports.requests().isRequested(intake) || drains.isUnfinished(intake)
                ? Schedule.Wish.REQUESTED
                : definition.lifecycle() == Lifecycle.DELETING ? Schedule.Wish.DRAIN : Schedule.Wish.NONE;
        boolean sameTopic = state.topicId().equals(ends.topicId());
        FlushState counted = sameTopic ? state : FlushState.initial(ends.topicId(), ends.clusterId());
        long sinceMs = watch.sightings().sinceMs(counted.ends(), ends.ends(), nowMs);
        return new Schedule.Situation(
                counted,
                ends.ends(),
                wish,
                drains.meanRecordBytes(intake),
                sinceMs == 0 ? 0 : nowMs - sinceMs,
                Schedule.tick(intake, definition.flushInterval(), nowMs),
                watch.lastTick());
    }

    private void forgetRemoved() {
        for (IntakeId intake : states.intakes()) {
            if (ports.definitions().isRemoved(intake) && !drains.isBusy(intake)) {
                states.standing(intake)
                        .filter(standing -> standing.state().isPresent())
                        .ifPresent(standing -> drains.submitForget(
                                standing.tenure(),
                                intake,
                                standing.state().get().version() + 1));
                watches.remove(intake);
                ports.requests().forget(intake);
            }
        }
    }
}
