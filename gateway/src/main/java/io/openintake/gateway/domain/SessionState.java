package io.openintake.gateway.domain;

/** How far a client connection has come. */
public sealed interface SessionState {
    /** Connected, nothing agreed. */
    record Open() implements SessionState {}

    /** A mechanism is agreed; tokens come inside SaslAuthenticate requests (handshake version 1). */
    record SaslFramed() implements SessionState {}

    /** A mechanism is agreed; tokens come bare, behind their length (handshake version 0). */
    record SaslRaw() implements SessionState {}

    /** Logged in. */
    record Ready(Principal principal) implements SessionState {}

    /** Takes nothing more, finishes what is in flight. */
    record Draining() implements SessionState {}

    /** Gone. */
    record Closed() implements SessionState {}
}
