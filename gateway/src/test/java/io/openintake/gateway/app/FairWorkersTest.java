package io.openintake.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.gateway.app.flow.FairWorkers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairWorkersTest {
    private static final int MAX_QUEUED = 8;

    private final FairWorkers workers = new FairWorkers("test", 1, MAX_QUEUED);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void partiesTakeTurnsHoweverMuchOneHasWaiting() {
        CompletableFuture<?> first = busy();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int index = 1; index <= 4; index++) {
            all.add(job("flood", "f" + index));
        }
        all.add(job("good", "g1"));
        all.add(job("good", "g2"));
        gate.countDown();
        first.join();
        all.forEach(CompletableFuture::join);
        assertEquals(List.of("f1", "g1", "f2", "g2", "f3", "f4"), order);
    }

    @Test
    void theOneWithTheMostGivesWayWhenTooMuchWaits() {
        CompletableFuture<?> first = busy();
        List<CompletableFuture<?>> flood = new ArrayList<>();
        for (int index = 0; index < MAX_QUEUED; index++) {
            flood.add(job("flood", "f" + index));
        }
        assertTrue(job("flood", "too much").isCompletedExceptionally());
        CompletableFuture<?> good = job("good", "g");
        assertFalse(good.isDone());
        CompletionException dropped = assertThrows(CompletionException.class, flood.getLast()::join);
        assertEquals(RejectedExecutionException.class, dropped.getCause().getClass());
        gate.countDown();
        first.join();
        good.join();
        flood.subList(0, MAX_QUEUED - 1).forEach(CompletableFuture::join);
        assertEquals(MAX_QUEUED, order.size());
    }

    @Test
    void aFailureIsTheOutcomeAndNotTheEnd() {
        CompletableFuture<String> failed = workers.run("one", () -> {
            throw new IllegalArgumentException("on purpose");
        });
        assertThrows(CompletionException.class, failed::join);
        gate.countDown();
        job("one", "next").join();
        assertEquals(List.of("next"), order);
    }

    /** Work that is in hand until the gate opens. */
    private CompletableFuture<?> busy() {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<?> busy = workers.run("first", () -> {
            begun.countDown();
            await(gate);
            return true;
        });
        await(begun);
        return busy;
    }

    private CompletableFuture<?> job(String party, String name) {
        return workers.run(party, () -> order.add(name));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
