package io.openintake.gateway.app.session;

import io.openintake.gateway.app.AuditTrail;
import io.openintake.gateway.app.Directory;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.Links;
import io.openintake.gateway.app.Measures;
import io.openintake.gateway.app.flow.ByteGate;
import io.openintake.gateway.app.login.Authenticator;

/** What all connections share. */
public record SessionContext(
        Limits limits,
        Directory directory,
        Authenticator authenticator,
        Sessions sessions,
        Links links,
        ByteGate gate,
        Measures measures,
        AuditTrail audit) {}
