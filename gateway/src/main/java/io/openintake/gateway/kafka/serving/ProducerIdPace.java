package io.openintake.gateway.kafka.serving;

import io.openintake.contracts.UserId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Bounds how many producer ids a user asks for, because each costs the brokers memory for a week. */
public final class ProducerIdPace {
    static final int MAX_PER_WINDOW = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MAX_USERS = 20_000;

    private final LongSupplier nanoTime;
    private final Map<UserId, Deque<Long>> given = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, Deque<Long>> eldest) {
            return size() > MAX_USERS;
        }
    };

    public ProducerIdPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long the user waits for the next id; a wait of zero takes it. */
    public synchronized Duration next(UserId user) {
        long now = nanoTime.getAsLong();
        Deque<Long> times = given.computeIfAbsent(user, any -> new ArrayDeque<>());
        while (!times.isEmpty() && now - times.peek() >= WINDOW.toNanos()) {
            times.poll();
        }
        if (times.size() >= MAX_PER_WINDOW) {
            return Duration.ofNanos(WINDOW.toNanos() - (now - times.element()));
        }
        times.add(now);
        return Duration.ZERO;
    }
}
