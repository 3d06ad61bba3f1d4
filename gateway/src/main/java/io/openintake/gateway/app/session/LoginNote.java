package io.openintake.gateway.app.session;

import io.openintake.gateway.app.AuditTrail.Actor;
import io.openintake.gateway.app.login.Authenticator;
import io.openintake.gateway.domain.Principal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts a login on the audit trail with the client's software: Java clients ask for versions in the oldest form before
 * the login, where there is no room for it, and name it right after (KIP-511). So the note waits for the next request.
 */
final class LoginNote {
    /** A client that sends nothing after its login is noted without. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ClientSession session;
    private @Nullable Principal unnoted;

    LoginNote(ClientSession session) {
        this.session = session;
    }

    void loggedIn(Principal principal) {
        unnoted = principal;
    }

    /** The client has said what it will say. */
    void write() {
        Principal principal = unnoted;
        if (principal != null) {
            unnoted = null;
            Actor actor = new Actor(
                    principal.project(),
                    principal.user().userName(),
                    session.channel().remoteAddress(),
                    session.clientSoftware());
            session.context()
                    .audit()
                    .record(actor, Authenticator.ACTION, principal.intake().toString(), "allowed");
        }
    }
}
