package io.openintake.gateway.app.session;

import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.Network;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All connections: their number, and what is told to all of them. */
public final class Sessions {
    private final Limits limits;
    private final Set<ClientSession> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Map<String, Integer> loggingIn = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile boolean draining;

    public Sessions(Limits limits) {
        this.limits = limits;
    }

    /** Whether one more connection of this address is let in; if so it counts until {@link #left}. */
    public Entry enter(String address) {
        if (draining || accepted.incrementAndGet() > limits.connections()) {
            accepted.decrementAndGet();
            return Entry.REFUSED;
        }
        if (loggingIn.merge(Network.of(address), 1, Integer::sum) > limits.loginsPerAddress()) {
            loggedIn(address);
            accepted.decrementAndGet();
            return Entry.REFUSED;
        }
        return Entry.ADMITTED;
    }

    /** Whether there is room. */
    public enum Entry {
        ADMITTED,
        REFUSED
    }

    /** The number of connections. */
    public int count() {
        return accepted.get();
    }

    /** Ends the sessions of users that may not any more; called after every change of definitions. */
    public void recheck() {
        open.forEach(ClientSession::recheck);
    }

    /** Ends every session after what is in flight, within this time; completes when all are gone. */
    public CompletableFuture<Void> drain(Duration longest) {
        draining = true;
        open.forEach(session -> session.drain(longest, "shutdown"));
        completeIfEmpty();
        return empty;
    }

    void opened(ClientSession session) {
        open.add(session);
    }

    void loggedIn(String address) {
        loggingIn.computeIfPresent(Network.of(address), (any, count) -> count > 1 ? count - 1 : null);
    }

    void left(ClientSession session) {
        if (open.remove(session)) {
            accepted.decrementAndGet();
            completeIfEmpty();
        }
    }

    private void completeIfEmpty() {
        if (draining && open.isEmpty()) {
            empty.complete(null);
        }
    }
}
