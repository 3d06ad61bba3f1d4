package io.openintake.testkit.planted.tidy.app;

import io.openintake.testkit.planted.tidy.domain.Quota;
import java.time.InstantSource;

public final class Grants {
    private final InstantSource clock;

    public Grants(InstantSource clock) {
        this.clock = clock;
    }

    public Quota grant(long bytes) {
        return new Quota(bytes, clock.instant());
    }
}
