package io.openintake.dlq;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of dlq-service. */
@ConfigMapping(prefix = "intake.dlq")
public interface DlqConfig {
    /** How many readings of dead letter topics may go on at once; each holds at most some 20 MiB. */
    @WithDefault("4")
    int readers();

    /** Between two looks at what retention has taken away. */
    @WithDefault("1m")
    Duration recheckInterval();
}
