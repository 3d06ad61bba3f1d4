package io.openintake.buffer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of buffer-service. */
@ConfigMapping(prefix = "intake.buffer")
public interface BufferConfig {
    /** Between two readings of all end offsets: how far usage may lag behind. */
    @WithDefault("2s")
    Duration sweepInterval();

    /** Between two checks of an intake's topics against the plan. */
    @WithDefault("1h")
    Duration verifyInterval();

    /** How long nothing must have come in before the topics of a drained intake are deleted. */
    @WithDefault("10s")
    Duration deletionGrace();

    /** How long a dead letter stays in its topic. */
    @WithDefault("7d")
    Duration deadLetterRetention();
}
