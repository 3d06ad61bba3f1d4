package io.openintake.registry.domain;

import io.openintake.contracts.RunnerId;
import java.util.regex.Pattern;

/** The public address pattern of runners, {@code host:port}, where {@code {runner}} stands for the runner's id. */
public record KafkaEndpoint(String pattern) {
    private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9.{}-]+:[0-9]{1,5}");

    public KafkaEndpoint {
        if (!HOST_AND_PORT.matcher(pattern).matches()) {
            throw new IllegalArgumentException("the Kafka endpoint must be host:port, without a scheme");
        }
    }

    /** The address that clients of this runner bootstrap from. */
    public String of(RunnerId runner) {
        return pattern.replace("{runner}", runner.toString());
    }
}
