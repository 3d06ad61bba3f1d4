package io.openintake.registry.http;

import io.openintake.registry.app.TemporarilyUnavailable;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Violation;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where refusals and accidents become HTTP answers. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int RETRY_AFTER_SECONDS = 2;

    /** The answer to a refusal. */
    static Response of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NotFound(var kind) -> of(404, "not-found", "there is no such " + kind.text());
            case Refusal.Invalid(var violations) -> of(400, "invalid-request", summary(violations), violations);
            case Refusal.Conflict(var reason, var detail) -> of(409, reason.code(), detail);
            case Refusal.Differs(var detail) -> of(422, "differs-from-problem", detail);
            case Refusal.Stale() -> of(412, "precondition-failed", "the resource is not at the version of If-Match");
            case Refusal.Unavailable(var detail) -> unavailable(detail);
        };
    }

    /** Whoever asks is not known. */
    static Response unauthenticated() {
        return builder(401, "unauthenticated", "a valid bearer token is needed", List.of())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    /** Whoever asks may not do this. */
    static Response forbidden(String action) {
        return of(403, "forbidden", "the token does not allow " + action + " in this project");
    }

    /** The project or region does not exist for whoever asks. */
    static Response noSuchPlace() {
        return of(404, "not-found", "there is no such project or region");
    }

    @ServerExceptionMapper
    Response refusedByHttp(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        return switch (status) {
            case 404 -> of(404, "not-found", "there is no such address");
            case 405 -> of(405, "method-not-allowed", "this address does not take this method");
            case 406 -> of(406, "not-acceptable", "only application/json can be had");
            case 413 -> of(413, "too-large", "the body is too large");
            case 415 -> of(415, "unsupported-media-type", "only application/json is taken");
            default ->
                status < 500 ? of(status, "invalid-request", "the request cannot be understood") : accident(refused);
        };
    }

    @ServerExceptionMapper
    Response any(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TemporarilyUnavailable notNow) {
            LOG.warn("request not possible at the moment", notNow);
            return unavailable(String.valueOf(notNow.getMessage()));
        }
        return accident(cause);
    }

    private static Response accident(Throwable bug) {
        String id = UUID.randomUUID().toString();
        LOG.error("request failed errorId={}", id, bug);
        return of(500, "internal-error", "something went wrong; the operator finds it in the log under " + id);
    }

    private static Response unavailable(String detail) {
        return builder(503, "unavailable", detail + "; please try again", List.of())
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private static Response of(int status, String code, String detail) {
        return of(status, code, detail, List.of());
    }

    private static Response of(int status, String code, String detail, List<Violation> violations) {
        return builder(status, code, detail, violations).build();
    }

    private static Response.ResponseBuilder builder(
            int status, String code, String detail, List<Violation> violations) {
        return Response.status(status)
                .type(ProblemBody.MEDIA_TYPE)
                .entity(ProblemBody.of(status, code, detail, violations));
    }

    private static String summary(List<Violation> violations) {
        Violation first = violations.getFirst();
        String field = first.pointer().isEmpty() ? "the body" : first.pointer();
        String more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
        return field + " " + first.message() + more;
    }
}
