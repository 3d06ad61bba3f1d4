package io.openintake.flusher.app.loop;

import io.openintake.flusher.app.Reports;
import io.openintake.flusher.app.StoredStates;
import io.openintake.flusher.app.flush.Workbench;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop and its workers, each on a thread of its own. */
public final class FlushEngine {
    private static final Logger LOG = LoggerFactory.getLogger(FlushEngine.class);

    private static final int EXIT_BROKEN = 4;

    private final FlushLoop loop;
    private final Drains drains;
    private final List<Thread> threads = new ArrayList<>();

    public FlushEngine(
            FlushLoop.Ports ports, StoredStates stored, Reports reports, Clock clock, LoopSettings settings) {
        OwnedStates states = new OwnedStates(stored);
        Deliveries deliveries = new Deliveries(reports, clock);
        Breakers breakers = new Breakers(settings.retryFirst(), settings.retryLongest());
        Drains.Guards guards = new Drains.Guards(breakers, new Turns<>(settings.workers(), settings.catalogCommits()));
        this.drains = new Drains(states, deliveries, guards, ports.meters(), clock);
        this.loop = new FlushLoop(ports, settings, states, drains);
    }

    /** Starts the loop, and one worker for each bench. */
    public void start(List<Workbench> benches) {
        for (int worker = 0; worker < benches.size(); worker++) {
            Workbench bench = benches.get(worker);
            threads.add(thread("drain-" + worker).start(() -> drains.work(bench)));
        }
        threads.add(thread("flush-loop").start(loop::run));
    }

    private static Thread.Builder thread(String name) {
        return Thread.ofPlatform().daemon().name(name).uncaughtExceptionHandler((dead, error) -> {
            LOG.error("a thread that flushes ended, ending the process thread={}", dead.getName(), error);
            // it would go on to hold its slots without working on them; the next one starts from the log
            Runtime.getRuntime().halt(EXIT_BROKEN);
        });
    }

    /** Whether everything that is ours was looked at once. */
    public boolean isReady() {
        return loop.isReady();
    }

    /**
     * Stops the loop and waits for the workers, which drop their flush at its next step; those that do not in time are
     * interrupted: dropping a flush is safe anywhere.
     */
    public void stop(Duration patience) {
        loop.stop();
        long deadline = System.nanoTime() + patience.toNanos();
        threads.forEach(thread -> join(thread, Duration.ofNanos(deadline - System.nanoTime())));
        threads.stream().filter(Thread::isAlive).forEach(Thread::interrupt);
        threads.forEach(thread -> join(thread, Duration.ofSeconds(2)));
        LOG.info("flushing stopped");
    }

    private static void join(Thread thread, Duration patience) {
        try {
            var unused = thread.join(patience.isNegative() ? Duration.ZERO : patience);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
