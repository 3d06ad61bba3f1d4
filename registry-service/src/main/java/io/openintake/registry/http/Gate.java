package io.openintake.registry.http;

import io.openintake.contracts.ProjectId;
import io.openintake.registry.RegistryConfig;
import io.openintake.registry.app.access.Token;
import io.openintake.registry.app.access.Tokens;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Lets through whoever has a token for the project and the operation, and denies when in doubt. */
@Singleton
final class Gate {
    private static final String SCHEME = "Bearer ";
    private static final int MAX_TOKEN_LENGTH = 512;

    // filters are made before there is configuration, so what needs some is asked for later
    private final Provider<Tokens> tokens;
    private final Provider<RegistryConfig> config;

    Gate(Provider<Tokens> tokens, Provider<RegistryConfig> config) {
        this.tokens = tokens;
        this.config = config;
    }

    @ServerRequestFilter
    @Nullable
    Response check(ContainerRequestContext request, ResourceInfo operation, HttpServerRequest connection) {
        Optional<Token> token = bearer(request).flatMap(tokens.get()::find);
        if (token.isEmpty()) {
            return Problems.unauthenticated();
        }
        var path = request.getUriInfo().getPathParameters();
        Optional<ProjectId> project = project(String.valueOf(path.getFirst("projectId")));
        boolean visible = project.filter(token.get()::sees).isPresent()
                && config.get().regions().contains(path.getFirst("regionId"));
        if (!visible) {
            return Problems.noSuchPlace();
        }
        Needs needs = operation.getResourceMethod().getAnnotation(Needs.class);
        if (needs == null) {
            throw new IllegalStateException("operation without @Needs: " + operation.getResourceMethod());
        }
        request.setSecurityContext(new Asker(token.get(), address(connection)));
        return token.get().allows(needs.value())
                ? null
                : Problems.forbidden(needs.value().text());
    }

    private static String address(HttpServerRequest connection) {
        SocketAddress peer = connection.remoteAddress();
        return peer == null || peer.hostAddress() == null ? "" : peer.hostAddress();
    }

    @ServerResponseFilter
    void protect(ContainerResponseContext response) {
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    }

    private static Optional<String> bearer(ContainerRequestContext request) {
        return Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .filter(text -> text.length() <= MAX_TOKEN_LENGTH);
    }

    private static Optional<ProjectId> project(String text) {
        try {
            return Optional.of(ProjectId.parse(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
