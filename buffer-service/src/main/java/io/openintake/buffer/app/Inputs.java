package io.openintake.buffer.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Inputs that wait for the loop. When it is full, whoever follows a topic waits too, and goes on reading later. */
public final class Inputs {
    static final int MAX_WAITING = 10_000;
    static final int MAX_PER_STEP = 1_000;

    private final BlockingQueue<Input> waiting = new LinkedBlockingQueue<>(MAX_WAITING);

    /** Adds an input; waits while there is no room. */
    public void add(Input input) {
        try {
            waiting.put(input);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next inputs; waits at most this long for the first one. */
    List<Input> next(Duration patience) throws InterruptedException {
        List<Input> next = new ArrayList<>();
        Input first = waiting.poll(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
        if (first != null) {
            next.add(first);
            waiting.drainTo(next, MAX_PER_STEP - 1);
        }
        return next;
    }

    int size() {
        return waiting.size();
    }
}
