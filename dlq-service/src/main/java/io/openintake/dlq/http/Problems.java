package io.openintake.dlq.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/** Every refusal of this service, with its stable code. */
final class Problems {
    private static final int RETRY_AFTER_SECONDS = 2;

    private Problems() {}

    static HttpProblem unknownCaller() {
        return problem(Status.UNAUTHORIZED, "unauthorized", "a valid bearer token is needed")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    static HttpProblem forbidden() {
        return problem(Status.FORBIDDEN, "forbidden", "the token lacks the action " + Gate.READ_MESSAGES)
                .build();
    }

    static HttpProblem notFound() {
        return problem(Status.NOT_FOUND, "not-found", "there is no such resource")
                .build();
    }

    static HttpProblem invalidPageSize(int max) {
        return problem(Status.BAD_REQUEST, "invalid-page-size", "pageSize must be 1 to " + max)
                .build();
    }

    static HttpProblem invalidPageToken() {
        return problem(Status.BAD_REQUEST, "invalid-page-token", "pageToken is not one of this list")
                .build();
    }

    static HttpProblem invalidReason() {
        return problem(Status.BAD_REQUEST, "invalid-reason", "reason is not a known reason code")
                .build();
    }

    static HttpProblem unavailable(String detail) {
        return problem(Status.SERVICE_UNAVAILABLE, "unavailable", detail)
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private static HttpProblem.Builder problem(Status status, String code, String detail) {
        return HttpProblem.builder()
                .withStatus(status)
                .withTitle(status.getReasonPhrase())
                .withDetail(detail)
                .with("code", code);
    }
}
