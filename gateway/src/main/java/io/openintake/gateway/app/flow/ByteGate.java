package io.openintake.gateway.app.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of all frames that are read, in flight or not yet written; who finds it shut reads on later. */
public final class ByteGate {
    /** A user's part of the gate is one of so many. */
    private static final int PARTS = 4;

    private final long capacityBytes;
    private final AtomicLong heldBytes = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Map<Partial, Integer> partials = new HashMap<>();
    private long partialBytes;
    private final Map<Object, Account> accounts = new ConcurrentHashMap<>();
    private final Account unlimited = new Account(Long.MAX_VALUE);

    public ByteGate(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** What one user's requests may hold, over all its connections: some of the gate, so that others find it open. */
    public Account account(Object user) {
        return accounts.computeIfAbsent(user, any -> new Account(capacityBytes / PARTS));
    }

    /** The account of those who are not logged in, whose frames are small. */
    public Account unlimited() {
        return unlimited;
    }

    /** A connection of the user has ended. */
    public void left(Object user) {
        accounts.computeIfPresent(user, (any, account) -> account.reservedBytes.get() > 0 ? account : null);
    }

    /** Whole frames by their announced length: a frame that was begun can always be finished. */
    public static final class Account {
        private final long capacityBytes;
        private final AtomicLong reservedBytes = new AtomicLong();
        private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

        private Account(long capacityBytes) {
            this.capacityBytes = capacityBytes;
        }

        /** Reserves if there is room; otherwise the callback runs once when it may be, on another thread. */
        public Passage reserve(int bytes, Runnable retry) {
            if (reservedBytes.get() < capacityBytes) {
                reservedBytes.addAndGet(bytes);
                return Passage.TAKEN;
            }
            waiting.add(retry);
            if (reservedBytes.get() < capacityBytes) {
                wake(waiting);
            }
            return Passage.WAIT;
        }

        /** Reserves even if there is no room: for what exists already. */
        public void hold(long bytes) {
            reservedBytes.addAndGet(bytes);
        }

        /** Gives back. */
        public void release(long bytes) {
            if (reservedBytes.addAndGet(-bytes) < capacityBytes) {
                wake(waiting);
            }
        }
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
            wake(waiting);
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
            wake(waiting);
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

    private static void wake(Queue<Runnable> waiting) {
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
