package io.openintake.gateway.app.session;

import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.domain.SessionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection writes to the log. */
final class SessionLog {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    private SessionLog() {}

    static void revoked(Principal principal) {
        LOG.info(
                "session revoked project={} intake={} user={}",
                principal.project(),
                principal.intake(),
                principal.user().userName());
    }

    static void denied(ClientSession session, Exchange exchange, String reason) {
        LOG.info(
                "request denied apiKey={} version={} reason={} user={} address={} client={}",
                exchange.key(),
                exchange.version(),
                reason,
                user(session),
                session.channel().remoteAddress(),
                session.clientSoftware());
    }

    static void malformed(ClientSession session, Exchange exchange, RuntimeException cause) {
        LOG.info(
                "malformed request apiKey={} version={} user={} address={} client={} cause={}",
                exchange.key(),
                exchange.version(),
                user(session),
                session.channel().remoteAddress(),
                session.clientSoftware(),
                cause.getClass().getSimpleName());
        LOG.debug("malformed request", cause);
    }

    static void closed(ClientSession session, String reason) {
        LOG.debug(
                "connection closed reason={} user={} address={}",
                reason,
                user(session),
                session.channel().remoteAddress());
    }

    private static String user(ClientSession session) {
        return session.state() instanceof SessionState.Ready ready
                ? ready.principal().user().userName()
                : "";
    }
}
