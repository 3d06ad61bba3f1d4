package io.openintake.flusher.app.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose turn it is to have a worker. First come, first served, but for three bounds, which keep a catalog that hangs or
 * fails from holding up the intakes of others: one worker is never given to a catalog that has all the others; a
 * catalog that fails gets fewer workers, down to one, and more again with every success; and intakes whose last flush
 * failed share half of the workers.
 *
 * @param <J> what is done in a turn
 */
final class Turns<J> {
    /** Beyond this the catalogs that were not asked for the longest are forgotten, and are as good as new. */
    private static final int MAX_CATALOGS = 10_000;

    private final int workers;
    private final int mostPerCatalog;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Turn<J>> waiting = new ArrayDeque<>();
    private final Map<String, Share> shares = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Share> eldest) {
            return size() > MAX_CATALOGS && eldest.getValue().running == 0;
        }
    };
    private int suspects;

    /**
     * @param mostPerCatalog turns that one catalog may have at the same time, however well it does
     */
    Turns(int workers, int mostPerCatalog) {
        if (workers < 1 || mostPerCatalog < 1) {
            throw new IllegalArgumentException("no turn could ever be given");
        }
        this.workers = workers;
        this.mostPerCatalog = mostPerCatalog;
    }

    /** What is known about whoever asks for a turn. */
    enum Trust {
        SOUND,
        /** The last flush of the intake failed, or its catalog's did. */
        SUSPECT
    }

    /**
     * One turn, asked for or given.
     *
     * @param catalog whose workers it takes
     */
    record Turn<J>(J job, String catalog, Trust trust) {}

    /** How the catalog did in a turn. */
    enum Verdict {
        WELL,
        OVERLOADED,
        /** The turn says nothing about the catalog. */
        UNSAID
    }

    /** A catalog's part of the workers. */
    private static final class Share {
        private int running;
        private int limit;
    }

    /** Asks for a turn. Whoever asks has no other one waiting, which bounds what waits. */
    void ask(Turn<J> turn) {
        lock.lock();
        try {
            share(turn.catalog());
            waiting.add(turn);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next turn that may be given, once there is one; empty when there was none for so long. */
    Optional<Turn<J>> next(long patienceMs) throws InterruptedException {
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(patienceMs);
        lock.lock();
        try {
            while (true) {
                Optional<Turn<J>> given = give();
                if (given.isPresent() || leftNanos <= 0) {
                    return given;
                }
                leftNanos = changed.awaitNanos(leftNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Turn<J>> give() {
        for (Iterator<Turn<J>> each = waiting.iterator(); each.hasNext(); ) {
            Turn<J> turn = each.next();
            if (mayBeGiven(turn)) {
                each.remove();
                share(turn.catalog()).running++;
                suspects += turn.trust() == Trust.SUSPECT ? 1 : 0;
                return Optional.of(turn);
            }
        }
        return Optional.empty();
    }

    private boolean mayBeGiven(Turn<J> turn) {
        Share share = share(turn.catalog());
        // while there is only one catalog, there is nobody to keep a worker for
        int reserved = workers > 1 && shares.size() > 1 ? 1 : 0;
        boolean fits = share.running < Math.min(share.limit, workers - reserved);
        return fits && (turn.trust() == Trust.SOUND || suspects < Math.max(1, workers / 2));
    }

    /** The turn is over. */
    void over(Turn<J> turn, Verdict verdict) {
        lock.lock();
        try {
            Share share = share(turn.catalog());
            switch (verdict) {
                case WELL -> share.limit = Math.min(mostPerCatalog, share.limit + 1);
                case OVERLOADED -> share.limit = Math.max(1, Math.min(share.limit, share.running) / 2);
                case UNSAID -> {}
            }
            share.running--;
            suspects -= turn.trust() == Trust.SUSPECT ? 1 : 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private Share share(String catalog) {
        return shares.computeIfAbsent(catalog, any -> {
            Share fresh = new Share();
            fresh.limit = mostPerCatalog;
            return fresh;
        });
    }
}
