package io.openintake.benchmarks.freshness;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param interval between two flushes of an intake: compressed, production has five minutes
 * @param messagePause between two messages of an intake
 * @param measured how long records that count come in
 */
record Plan(int intakes, Duration interval, Duration messagePause, Duration measured) {
    static final Plan FULL = new Plan(200, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(120));
    static final Plan QUICK = new Plan(40, Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(30));
}
