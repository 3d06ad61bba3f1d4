package io.openintake.gateway.app.flow;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Heavy work of parties that do not trust each other: they take turns, so that whoever floods waits for itself. */
public final class FairWorkers implements AutoCloseable {
    private final Workers workers;
    private final int maxQueued;
    private final Map<String, Deque<Job<?>>> parties = new LinkedHashMap<>();
    private int queued;

    private record Job<T>(Supplier<T> work, CompletableFuture<T> outcome) {
        void run() {
            try {
                outcome.complete(work.get());
            } catch (RuntimeException failed) {
                outcome.completeExceptionally(failed);
            }
        }
    }

    public FairWorkers(String name, int threadCount, int maxQueued) {
        // Besides what waits here, each thread may have one job in hand.
        this.workers = new Workers(name, threadCount, maxQueued + threadCount);
        this.maxQueued = maxQueued;
    }

    /**
     * Runs the work when it is the party's turn. When too much waits, the party with the most gives way: its newest
     * work fails with {@link RejectedExecutionException}.
     */
    public <T> CompletableFuture<T> run(String party, Supplier<T> work) {
        Job<T> job = new Job<>(work, new CompletableFuture<>());
        Job<?> dropped = offer(party, job);
        if (dropped == null) {
            var unused = workers.run(this::runNext);
        } else {
            dropped.outcome.completeExceptionally(new RejectedExecutionException("too much waits"));
        }
        return job.outcome;
    }

    private @Nullable Void runNext() {
        next().ifPresent(Job::run);
        return null;
    }

    /** Queues the job; what had to give way for it, which may be itself. */
    private synchronized @Nullable Job<?> offer(String party, Job<?> job) {
        parties.computeIfAbsent(party, any -> new ArrayDeque<>()).add(job);
        if (++queued <= maxQueued) {
            return null;
        }
        queued--;
        String greediest = parties.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .map(Map.Entry::getKey)
                .orElse(party);
        Deque<Job<?>> jobs = parties.get(greediest);
        Job<?> newest = jobs == null ? job : jobs.removeLast();
        if (jobs != null && jobs.isEmpty()) {
            parties.remove(greediest);
        }
        return newest;
    }

    /** The oldest job of the party whose turn is next; the party goes to the end of the row. */
    private synchronized Optional<Job<?>> next() {
        Map.Entry<String, Deque<Job<?>>> first =
                parties.entrySet().stream().findFirst().orElse(null);
        if (first == null) {
            return Optional.empty();
        }
        String party = first.getKey();
        Deque<Job<?>> jobs = first.getValue();
        Job<?> job = jobs.remove();
        queued--;
        parties.remove(party);
        if (!jobs.isEmpty()) {
            parties.put(party, jobs);
        }
        return Optional.of(job);
    }

    @Override
    public void close() {
        workers.close();
    }
}
