package io.openintake.launcher.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * One message of the demo and what must become of it.
 *
 * @param value absent for a message without a value
 */
public record DemoMessage(String key, byte @Nullable [] value, Fate fate) {
    /** What must become of a message. */
    public sealed interface Fate {
        /** A row with exactly these values. */
        record Row(ObjectNode values) implements Fate {}

        /** A dead letter with this reason. */
        record DeadLetter(ReasonCode reason) implements Fate {}
    }
}
