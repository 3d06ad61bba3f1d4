package io.openintake.testkit.planted.clock.domain;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

public final class ReadsTheClock {
    Instant now() {
        return Instant.now();
    }

    long nanos() {
        return System.nanoTime();
    }

    Supplier<UUID> ids() {
        return UUID::randomUUID;
    }

    Random random() {
        return new Random();
    }
}
