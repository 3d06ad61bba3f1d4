package io.openintake.gateway.app;

import java.nio.ByteBuffer;

/** What came of a request to a broker. */
public sealed interface LinkAnswer {
    /** Its response, from the correlation id on. */
    record Response(ByteBuffer body) implements LinkAnswer {}

    /** There was no connection: nothing was sent. */
    record Unreachable() implements LinkAnswer {}

    /** The connection ended or fell silent: it is not known what the broker did. */
    record Broken() implements LinkAnswer {}
}
