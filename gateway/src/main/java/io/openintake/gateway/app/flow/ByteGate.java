package io.openintake.gateway.app.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of all frames that are read, in flight or not yet written; who finds it shut reads on later. */
public final class ByteGate {
    private final long capacityBytes;
    private final AtomicLong heldBytes = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Map<Partial, Integer> partials = new HashMap<>();
    private long partialBytes;

    public ByteGate(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** A frame of which only a part has come; whoever sends it decides how long it holds its bytes. */
    public interface Partial {
        /** Give the frame up, as soon as may be. */
        void shed();
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
        hoarder().ifPresent(Partial::shed);
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

    /** This frame is not whole yet and holds so many of the bytes that were taken. */
    public synchronized void partial(Partial frame, int bytes) {
        Integer before = partials.put(frame, bytes);
        partialBytes += bytes - (before == null ? 0 : before);
    }

    /** This frame is whole, or over. */
    public synchronized void whole(Partial frame) {
        Integer before = partials.remove(frame);
        partialBytes -= before == null ? 0 : before;
    }

    /** The largest of the frames that are not whole while these fill half the gate: a few must not stop all others. */
    private synchronized Optional<Partial> hoarder() {
        if (partialBytes < capacityBytes / 2) {
            return Optional.empty();
        }
        Optional<Partial> largest =
                partials.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        largest.ifPresent(this::whole);
        return largest;
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
