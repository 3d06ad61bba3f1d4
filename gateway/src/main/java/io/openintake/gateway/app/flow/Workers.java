package io.openintake.gateway.app.flow;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A few threads for work that is too heavy for an event loop, with a bounded queue. */
public final class Workers implements AutoCloseable {
    private static final long KEEP_ALIVE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    public Workers(String name, int threadCount, int maxQueued) {
        this.threads = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxQueued),
                Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs the work; a full queue fails it at once with {@link RejectedExecutionException}. */
    public <T> CompletableFuture<T> run(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(full);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
