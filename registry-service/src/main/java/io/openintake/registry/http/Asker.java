package io.openintake.registry.http;

import io.openintake.registry.app.access.Token;
import io.openintake.registry.app.answer.Caller;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** Who asks: the bearer of a token, which is asked itself what it allows, so that there are no roles. */
record Asker(Token token, String remoteAddress) implements SecurityContext, Principal {
    /** The one that {@link Gate} has let in. */
    static Caller caller(SecurityContext security, String client) {
        if (security.getUserPrincipal() instanceof Asker asker) {
            return new Caller(asker.getName(), asker.remoteAddress(), client);
        }
        throw new IllegalStateException("nobody was let in");
    }

    @Override
    public String getName() {
        return token.name();
    }

    @Override
    public Principal getUserPrincipal() {
        return this;
    }

    @Override
    public boolean isUserInRole(String role) {
        return false;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String getAuthenticationScheme() {
        return "Bearer";
    }
}
