package io.openintake.registry.http;

import io.openintake.registry.domain.Decision;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Turns decisions into answers. */
final class Answers {
    private Answers() {}

    /** A resource with the version that {@code If-Match} takes. */
    record Versioned(Object body, long version) {}

    static <T> Response item(Response.Status status, Decision<T> decision, Function<T, Versioned> view) {
        return switch (decision) {
            case Decision.Refused<T>(var refusal) -> Problems.of(refusal);
            case Decision.Accepted<T>(var answer, var writes) -> {
                Versioned versioned = view.apply(answer);
                yield Response.status(status)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.ETAG, "\"" + versioned.version() + "\"")
                        .entity(versioned.body())
                        .build();
            }
        };
    }

    static <T> Response plain(Response.Status status, Decision<T> decision, Function<T, ?> view) {
        return switch (decision) {
            case Decision.Refused<T>(var refusal) -> Problems.of(refusal);
            case Decision.Accepted<T>(var answer, var writes) ->
                Response.status(status)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(view.apply(answer))
                        .build();
        };
    }

    static <T> Response empty(Decision<T> decision) {
        return switch (decision) {
            case Decision.Refused<T>(var refusal) -> Problems.of(refusal);
            case Decision.Accepted<T> accepted -> Response.noContent().build();
        };
    }

    /** What is always there, such as a list. */
    static <T> CompletionStage<Decision<T>> found(CompletionStage<T> answer) {
        return answer.thenApply(Decision::accept);
    }

    /** Goes on with what was read from the request, or refuses it at once. */
    static <R, T> CompletionStage<Decision<T>> with(
            Decision<R> request, Function<R, CompletionStage<Decision<T>>> step) {
        return switch (request) {
            case Decision.Refused<R>(var refusal) -> CompletableFuture.completedFuture(new Decision.Refused<>(refusal));
            case Decision.Accepted<R>(var read, var writes) -> step.apply(read);
        };
    }
}
