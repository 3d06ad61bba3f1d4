package io.openintake.gateway.domain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: the answer to a failed login waits 100 ms, growing to 1 s with each further failure of the same
 * user from the same address and of the address as a whole. Nobody is locked out, from anywhere.
 */
public final class LoginPace {
    public static final Duration FIRST_DELAY = Duration.ofMillis(100);
    public static final Duration LONGEST_DELAY = Duration.ofSeconds(1);
    static final Duration MEMORY = Duration.ofMinutes(1);
    /** Tracked pairs and addresses; beyond, the oldest is forgotten. */
    static final int MAX_TRACKED = 20_000;
    /** Failures of one address that count as one of a user: many users may share an address. */
    static final int ADDRESS_DIVISOR = 10;

    /** Longer names are nobody's, and are refused before they are tracked. */
    static final int MAX_USER_NAME_CHARS = 128;

    private static final int MAX_DOUBLINGS = 10;

    private record Failures(int count, long lastNanos) {}

    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_TRACKED;
        }
    };

    /** Counts a failure and says how long its answer waits. */
    public Duration failed(String userName, String address, long nowNanos) {
        int ofPair = count(userName + "@" + address, nowNanos);
        int ofAddress = count("@" + address, nowNanos) / ADDRESS_DIVISOR;
        int doublings = Math.min(Math.max(ofPair - 1, ofAddress), MAX_DOUBLINGS);
        Duration delay = FIRST_DELAY.multipliedBy(1L << doublings);
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }

    private int count(String key, long nowNanos) {
        Failures known = failures.get(key);
        int count = known == null || nowNanos - known.lastNanos >= MEMORY.toNanos() ? 1 : known.count + 1;
        failures.put(key, new Failures(count, nowNanos));
        return count;
    }
}
