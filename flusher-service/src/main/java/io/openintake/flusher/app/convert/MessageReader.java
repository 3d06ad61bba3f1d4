package io.openintake.flusher.app.convert;

import io.openintake.flusher.domain.schema.JsonValue;
import io.openintake.flusher.domain.schema.Misfit;
import org.jspecify.annotations.Nullable;

/** Port: bytes to a message, strictly; never throws for any bytes. */
public interface MessageReader {
    /** Reads a record's value; null is a tombstone. */
    Reading read(byte @Nullable [] value);

    /** What the bytes are. */
    sealed interface Reading {
        record Message(JsonValue.Members object) implements Reading {}

        record Unreadable(Misfit misfit) implements Reading {}
    }
}
