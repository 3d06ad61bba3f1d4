package io.openintake.buffer.app;

import io.openintake.buffer.domain.Partition;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides. Inputs only wait in a queue; the loop takes them in batches, works on topics that are
 * due, and every few seconds sweeps: end offsets, then deletion of what is delivered, removal of intakes, usage.
 */
public final class BufferLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(BufferLoop.class);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration DELAY_AFTER_FAILURE = Duration.ofSeconds(1);

    /** The cluster, the other services, and who measures. */
    public record Ports(Topics topics, Logs logs, Reports reports, Meters meters) {}

    /** How often and how. */
    public record Settings(
            short replicationFactor,
            Duration deadLetterRetention,
            Duration sweepInterval,
            Duration verifyInterval,
            Duration deletionGrace) {}

    private final Inputs inputs;
    private final BooleanSupplier caughtUp;
    private final Ports ports;
    private final Settings settings;
    private final Clock clock;
    private final KnownState state = new KnownState();
    private final Provisioner provisioner;
    private final Remover remover;
    private final Trimmer trimmer;
    private final UsageKeeper usage;
    private final Set<RunnerId> touched = new HashSet<>();
    private Instant nextSweep = Instant.EPOCH;
    private Instant nextStartOver = Instant.EPOCH;
    private volatile boolean ready;
    private volatile boolean stopped;

    /**
     * @param caughtUp whether all that others had said at the start is among the inputs; nothing is decided before
     */
    public BufferLoop(Inputs inputs, BooleanSupplier caughtUp, Ports ports, Settings settings, Clock clock) {
        this.inputs = inputs;
        this.caughtUp = caughtUp;
        this.ports = ports;
        this.settings = settings;
        this.clock = clock;
        this.provisioner = new Provisioner(
                state,
                ports.topics(),
                ports.reports(),
                ports.meters(),
                new Provisioner.Settings(
                        settings.replicationFactor(), settings.deadLetterRetention(), settings.verifyInterval()));
        this.remover = new Remover(state, ports.topics(), ports.reports(), settings.deletionGrace());
        this.trimmer = new Trimmer(state, ports.topics(), ports.logs(), ports.meters());
        this.usage = new UsageKeeper(state, ports.reports(), ports.meters());
    }

    /** Whether the first sweep is done. */
    public boolean isReady() {
        return ready;
    }

    /** Ends the loop after its present step. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                step();
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException broken) {
                LOG.error("buffer loop failed, going on errorCode=buffer-loop-failed", broken);
                nextSweep = clock.instant().plus(DELAY_AFTER_FAILURE);
            }
        }
    }

    /** Takes what waits, then works if all is known that was said before the start. */
    private void step() throws InterruptedException {
        boolean all = caughtUp.getAsBoolean();
        take(inputs.next(ready ? PATIENCE : PATIENCE.dividedBy(2)));
        ports.meters().waiting(inputs.size());
        if (!all) {
            return;
        }
        // Whatever was waiting when the topics had been caught up with belongs to the picture.
        while (!ready && inputs.size() > 0) {
            take(inputs.next(Duration.ZERO));
        }
        work(clock.instant());
    }

    private void work(Instant now) {
        if (!ready) {
            dropReportsOfTheRemoved();
        }
        boolean more = provisioner.round(now);
        if (!now.isBefore(nextSweep)) {
            sweep(now);
            nextSweep = now.plus(settings.sweepInterval());
            ready = ready || !more;
        } else if (!touched.isEmpty()) {
            usage.some(touched, now);
        }
        touched.clear();
    }

    private void sweep(Instant now) {
        remover.look();
        List<Partition> partitions = state.intakes.keySet().stream()
                .flatMap(intake -> state.partitions(intake).stream())
                .toList();
        long startNs = System.nanoTime();
        Map<Partition, Long> ends =
                partitions.isEmpty() ? Map.of() : ports.logs().ends(partitions);
        ports.meters().swept(Duration.ofNanos(System.nanoTime() - startNs));
        state.swept(partitions, ends).forEach(partition -> provisioner.touch(partition.intake()));
        if (!now.isBefore(nextStartOver)) {
            trimmer.startOver();
            nextStartOver = now.plus(settings.verifyInterval());
        }
        trimmer.round();
        usage.all(now);
        remover.round(now);
    }

    private void take(List<Input> batch) {
        batch.forEach(this::take);
    }

    private void take(Input input) {
        switch (input) {
            case Input.RunnerChanged changed -> runnerChanged(changed.definition());
            case Input.IntakeChanged changed -> intakeChanged(changed.definition());
            case Input.DefinitionRemoved removed -> removed(removed.key());
            case Input.Flushed flushed -> {
                state.flushStates.merge(
                        flushed.intake(),
                        flushed.state(),
                        (known, read) -> read.version() >= known.version() ? read : known);
                touch(flushed.intake());
            }
            case Input.FlushStateRemoved removed -> state.flushStates.remove(removed.intake());
            case Input.TrafficCounted counted -> usage.count(counted.report(), counted.time());
            case Input.UsageRemembered remembered -> usage.remember(remembered.report());
            case Input.UsageRemoved removed -> usage.forgotten(removed.runner());
            case Input.ProvisioningReportLost lost -> reportAgain(lost.intake());
            case Input.UsageReportLost lost -> usage.reportAgain(lost.runner());
        }
    }

    private void runnerChanged(RunnerDefined definition) {
        state.runners.put(definition.runner(), definition);
        touched.add(definition.runner());
        state.intakesOf(definition.runner()).forEach(intake -> provisioner.touch(intake.intake()));
    }

    private void intakeChanged(IntakeDefined definition) {
        state.intakes.put(definition.intake(), definition);
        provisioner.touch(definition.intake());
        touched.add(definition.runner());
    }

    private void removed(String key) {
        try {
            IntakeId intake = IntakeId.parse(key);
            RunnerId runner = RunnerId.parse(key);
            if (state.runners.remove(runner) == null) {
                state.forget(intake);
                provisioner.forget(intake);
                remover.forget(intake);
                trimmer.forget(intake);
            }
            if (ready) {
                usage.remove(runner);
                ports.reports().remove(intake);
            }
        } catch (IllegalArgumentException notAnId) {
            LOG.warn("tombstone of an unknown kind ignored errorCode=unknown-key");
        }
    }

    private void reportAgain(IntakeId intake) {
        IntakeDefined definition = state.intakes.get(intake);
        if (definition != null) {
            provisioner.reportAgain(intake);
            remover.reportAgain(definition);
        }
    }

    private void touch(IntakeId intake) {
        IntakeDefined definition = state.intakes.get(intake);
        if (definition != null) {
            touched.add(definition.runner());
        }
    }

    /** Definitions may have been removed while this service was away. */
    private void dropReportsOfTheRemoved() {
        ports.reports().reported().stream()
                .filter(intake -> !state.intakes.containsKey(intake))
                .forEach(ports.reports()::remove);
        usage.dropUnknown();
        state.curves.keySet().removeIf(partition -> !state.intakes.containsKey(partition.intake()));
    }
}
