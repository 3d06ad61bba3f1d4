package io.openintake.gateway.app.flow;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of all frames that are read, in flight or not yet written; who finds it shut reads on later. */
public final class ByteGate {
    private final long capacityBytes;
    private final AtomicLong heldBytes = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    public ByteGate(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Takes if the gate is open; otherwise the callback runs once when it may be, on the thread that opened it. */
    public Passage take(int bytes, Runnable retry) {
        if (heldBytes.get() < capacityBytes) {
            heldBytes.addAndGet(bytes);
            return Passage.TAKEN;
        }
        waiting.add(retry);
        if (heldBytes.get() < capacityBytes) {
            wake();
        }
        return Passage.WAIT;
    }

    /** Takes even if the gate is shut: for what exists already. */
    public void hold(int bytes) {
        heldBytes.addAndGet(bytes);
    }

    /** Gives back. */
    public void give(int bytes) {
        if (heldBytes.addAndGet(-bytes) < capacityBytes) {
            wake();
        }
    }

    /** What is held now. */
    public long heldBytes() {
        return heldBytes.get();
    }

    private void wake() {
        int most = waiting.size();
        for (int woken = 0; woken < most; woken++) {
            Runnable next = waiting.poll();
            if (next == null) {
                return;
            }
            next.run();
        }
    }

    /** Whether it was open. */
    public enum Passage {
        TAKEN,
        WAIT
    }
}
