package io.openintake.flusher.domain.schema;

import io.openintake.contracts.ReasonCode;

/**
 * Why a message cannot become a row.
 *
 * @param pointer to the culprit, RFC 6901; empty for the whole message
 * @param message our own words without any value of the message
 */
public record Misfit(ReasonCode reason, String pointer, String message) {
    static Misfit at(JsonPointer pointer, ReasonCode reason, String message) {
        return new Misfit(reason, pointer.toString(), message);
    }
}
