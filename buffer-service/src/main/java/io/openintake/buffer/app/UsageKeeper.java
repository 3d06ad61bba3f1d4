package io.openintake.buffer.app;

import io.openintake.buffer.domain.Boundary;
import io.openintake.buffer.domain.Partition;
import io.openintake.buffer.domain.ReportRule;
import io.openintake.buffer.domain.Usage;
import io.openintake.buffer.domain.WireCurve;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps each runner's usage against its boundary, and reports it when it says something new. */
final class UsageKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(UsageKeeper.class);

    private final KnownState state;
    private final Reports reports;
    private final Meters meters;
    private final Map<RunnerId, UsageReported> newest = new HashMap<>();
    private final Map<RunnerId, Instant> reportedAt = new HashMap<>();

    UsageKeeper(KnownState state, Reports reports, Meters meters) {
        this.state = state;
        this.reports = reports;
        this.meters = meters;
    }

    /** What was reported last, perhaps before a restart: blocked stays blocked. */
    void remember(UsageReported report) {
        newest.merge(report.runner(), report, (known, read) -> read.version() > known.version() ? read : known);
    }

    void forgotten(RunnerId runner) {
        newest.remove(runner);
    }

    void reportAgain(RunnerId runner) {
        reportedAt.remove(runner);
    }

    /** Removes the usage of a runner that is gone. */
    void remove(RunnerId runner) {
        UsageReported last = newest.remove(runner);
        reportedAt.remove(runner);
        meters.forget(runner);
        if (last != null) {
            reports.remove(runner, last.version() + 1);
        }
    }

    /** Removes the usage of runners that were removed while this service was away. */
    void dropUnknown() {
        Set.copyOf(newest.keySet()).stream()
                .filter(runner -> !state.runners.containsKey(runner))
                .forEach(this::remove);
    }

    /** Takes what a gateway counted. */
    void count(TrafficReported traffic, Instant time) {
        for (TrafficReported.PartitionTraffic counted : traffic.partitions()) {
            state.curves
                    .computeIfAbsent(new Partition(counted.intake(), counted.partition()), partition -> new WireCurve())
                    .add(traffic.gateway(), counted.endOffset(), counted.records(), counted.wireBytes(), time);
        }
    }

    /** Computes the usage of all runners. */
    void all(Instant now) {
        Map<RunnerId, List<IntakeDefined>> byRunner =
                state.intakes.values().stream().collect(Collectors.groupingBy(IntakeDefined::runner));
        state.runners
                .values()
                .forEach(runner -> evaluate(runner, byRunner.getOrDefault(runner.runner(), List.of()), now));
    }

    /** Computes the usage of some runners. */
    void some(Collection<RunnerId> runners, Instant now) {
        for (RunnerId id : runners) {
            RunnerDefined runner = state.runners.get(id);
            if (runner != null) {
                evaluate(runner, state.intakesOf(id), now);
            }
        }
    }

    private void evaluate(RunnerDefined runner, List<IntakeDefined> intakes, Instant now) {
        Optional<UsageReported> last = Optional.ofNullable(newest.get(runner.runner()));
        long sizeIfUnknown = last.filter(report -> report.messages() > 0)
                .map(report -> Math.max(1, report.bytes() / report.messages()))
                .orElse((long) runner.capacity().maxMessageBytes());
        Usage sum = Usage.NONE;
        Optional<Instant> oldest = Optional.empty();
        for (IntakeDefined intake : intakes) {
            if (intake.lifecycle() == Lifecycle.DISCARDING || state.isWithoutTopic(intake.intake())) {
                continue;
            }
            List<Partition> partitions = state.partitions(intake.intake());
            if (partitions.isEmpty() || !state.ends.keySet().containsAll(partitions)) {
                // Not everything is known: what was reported stays true until it is.
                return;
            }
            for (Partition partition : partitions) {
                sum = sum.plus(usage(partition, sizeIfUnknown));
                oldest = earlier(oldest, since(partition));
            }
        }
        report(runner, sum, sum.messages() == 0 ? Optional.empty() : oldest.or(() -> since(last, now)), now);
    }

    private Usage usage(Partition partition, long sizeIfUnknown) {
        long from = state.position(partition);
        long to = state.ends.getOrDefault(partition, 0L);
        if (to <= from) {
            return Usage.NONE;
        }
        WireCurve curve = state.curves.get(partition);
        long bytes = curve == null ? (to - from) * sizeIfUnknown : curve.bytesBetween(from, to, sizeIfUnknown);
        return new Usage(bytes, to - from);
    }

    private Optional<Instant> since(Partition partition) {
        WireCurve curve = state.curves.get(partition);
        long from = state.position(partition);
        boolean waits = state.ends.getOrDefault(partition, 0L) > from;
        return waits && curve != null ? curve.since(from) : Optional.empty();
    }

    private static Optional<Instant> since(Optional<UsageReported> last, Instant now) {
        return Optional.of(last.flatMap(UsageReported::oldest).orElse(now));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get())) ? one : other;
    }

    private void report(RunnerDefined runner, Usage usage, Optional<Instant> oldest, Instant now) {
        Optional<UsageReported> last = Optional.ofNullable(newest.get(runner.runner()));
        State before = last.map(UsageReported::state).orElse(State.OPEN);
        Boundary boundary = Boundary.of(runner.capacity());
        UsageReported next = new UsageReported(
                runner.runner(),
                last.map(UsageReported::version).orElse(0L) + 1,
                boundary.next(before, usage),
                usage.bytes(),
                boundary.bytes(),
                usage.messages(),
                boundary.messages(),
                oldest);
        meters.usage(next);
        Instant lastTime = reportedAt.get(runner.runner());
        Duration sinceLast = lastTime == null ? Duration.ofDays(1) : Duration.between(lastTime, now);
        if (!ReportRule.isWorthReporting(last, next, sinceLast)) {
            return;
        }
        if (next.state() != before) {
            LOG.info(
                    "runner {} project={} runner={} bytes={} boundaryBytes={} messages={} boundaryMessages={}",
                    next.state() == State.BLOCKED ? "blocked" : "unblocked",
                    runner.project(),
                    runner.runner(),
                    next.bytes(),
                    next.boundaryBytes(),
                    next.messages(),
                    next.boundaryMessages());
        }
        newest.put(runner.runner(), next);
        reportedAt.put(runner.runner(), now);
        reports.report(next);
    }
}
