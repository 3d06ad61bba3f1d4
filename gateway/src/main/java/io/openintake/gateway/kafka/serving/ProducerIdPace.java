package io.openintake.gateway.kafka.serving;

import io.openintake.contracts.UserId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds how many producer ids a user asks for, because each costs the brokers memory for a day: ten a minute in the
 * long run, and many at once, because a restarted application asks from all its instances together.
 */
public final class ProducerIdPace {
    static final int BURST = 100;
    static final Duration ONE = Duration.ofSeconds(6);
    static final int MAX_USERS = 20_000;

    private final LongSupplier nanoTime;
    /** By user, when the ids that were given are worked off. */
    private final Map<UserId, Long> busyUntil = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, Long> eldest) {
            return size() > MAX_USERS;
        }
    };

    public ProducerIdPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long the user waits for the next id; a wait of zero takes it. */
    public synchronized Duration next(UserId user) {
        long now = nanoTime.getAsLong();
        long until = Math.max(busyUntil.getOrDefault(user, now), now) + ONE.toNanos();
        long waitNanos = until - now - BURST * ONE.toNanos();
        if (waitNanos > 0) {
            return Duration.ofNanos(waitNanos);
        }
        busyUntil.put(user, until);
        return Duration.ZERO;
    }
}
