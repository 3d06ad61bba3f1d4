package io.openintake.gateway.app.login;

import io.openintake.gateway.domain.Principal;
import java.time.Duration;

/** What follows on a client's token. */
public sealed interface LoginStep {
    /** Go on with this. */
    record Challenge(byte[] token) implements LoginStep {}

    /** Logged in; the token is the server's last word. */
    record Success(Principal principal, byte[] token) implements LoginStep {}

    /** Refused, for whatever reason; the answer waits this long. */
    record Failure(Duration delay) implements LoginStep {}

    /** Not decided: the connection ends without a word, because clients take a refusal for final. */
    record Overloaded() implements LoginStep {}
}
