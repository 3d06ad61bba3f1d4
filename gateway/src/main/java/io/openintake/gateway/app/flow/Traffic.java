package io.openintake.gateway.app.flow;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.TrafficReported.PartitionTraffic;
import io.openintake.gateway.app.EventSink;
import io.openintake.gateway.domain.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Counts what the cluster acknowledged per partition, and reports it per runner once a second while it changes. */
public final class Traffic {
    static final Duration REPORT = Duration.ofSeconds(1);

    private final String gateway;
    private final EventSink sink;
    private final Map<RunnerId, Map<Place, PartitionTraffic>> runners = new HashMap<>();
    private final Set<RunnerId> changed = new HashSet<>();

    private record Place(IntakeId intake, int partition) {}

    /**
     * What the cluster acknowledged of one batch.
     *
     * @param endOffset one past its last offset
     */
    public record Acknowledged(int partition, long endOffset, long records, long wireBytes) {}

    /** Reports under this name, which must be another at every start. */
    public Traffic(String gateway, EventSink sink) {
        this.gateway = gateway;
        this.sink = sink;
    }

    /** Reports on this clock. */
    public void start(ScheduledExecutorService clock) {
        long period = REPORT.toMillis();
        var unused = clock.scheduleAtFixedRate(this::report, period, period, TimeUnit.MILLISECONDS);
    }

    /** Counts a batch. */
    public synchronized void acknowledged(Principal principal, Acknowledged batch) {
        Place place = new Place(principal.intake(), batch.partition);
        PartitionTraffic one =
                new PartitionTraffic(place.intake, place.partition, batch.endOffset, batch.records, batch.wireBytes);
        runners.computeIfAbsent(principal.runner(), any -> new LinkedHashMap<>())
                .merge(place, one, Traffic::sum);
        changed.add(principal.runner());
    }

    /** The intake is gone, and with it its partitions. */
    public synchronized void removed(IntakeId intake) {
        runners.values().forEach(places -> places.keySet().removeIf(place -> place.intake.equals(intake)));
        runners.values().removeIf(Map::isEmpty);
        changed.retainAll(runners.keySet());
    }

    /** Publishes what has changed since the last report. */
    public void report() {
        changes().forEach(sink::publish);
    }

    private synchronized List<TrafficReported> changes() {
        List<TrafficReported> reports = changed.stream()
                .map(runner -> new TrafficReported(
                        runner,
                        gateway,
                        List.copyOf(runners.getOrDefault(runner, Map.of()).values())))
                .toList();
        changed.clear();
        return reports;
    }

    private static PartitionTraffic sum(PartitionTraffic before, PartitionTraffic more) {
        return new PartitionTraffic(
                before.intake(),
                before.partition(),
                Math.max(before.endOffset(), more.endOffset()),
                before.records() + more.records(),
                before.wireBytes() + more.wireBytes());
    }
}
