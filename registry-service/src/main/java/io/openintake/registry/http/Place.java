package io.openintake.registry.http;

import io.openintake.contracts.ProjectId;
import io.openintake.registry.app.PageRequest;
import io.openintake.registry.app.PageToken;
import io.openintake.registry.app.Precondition;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Force;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.Violation;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an address says beside the operation: the scope, and the parameters that several operations share. */
record Place(
        @PathParam("projectId") String projectId,
        @PathParam("regionId") String regionId,
        @QueryParam("pageSize") @Nullable String pageSize,
        @QueryParam("pageToken") @Nullable String pageToken,
        @QueryParam("force") @Nullable String force,
        @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    /** The scope; {@link Gate} has seen that it is one. */
    Scope scope() {
        return new Scope(ProjectId.parse(projectId), regionId);
    }

    Decision<PageRequest> page() {
        List<Violation> violations = new ArrayList<>();
        Optional<Integer> size = parameter("pageSize", pageSize, Integer::parseInt, "must be 1 to 100", violations)
                .filter(wanted -> {
                    boolean fits = wanted >= 1 && wanted <= PageRequest.MAX_SIZE;
                    if (!fits) {
                        violations.add(new Violation("pageSize", "must be 1 to " + PageRequest.MAX_SIZE));
                    }
                    return fits;
                });
        Optional<PageToken> after = parameter(
                "pageToken", pageToken, PageToken::parse, "must be a token from an earlier answer", violations);
        return violations.isEmpty()
                ? Decision.accept(new PageRequest(size.orElse(PageRequest.DEFAULT_SIZE), after))
                : new Decision.Refused<>(new Refusal.Invalid(violations));
    }

    Decision<Force> forced() {
        return switch (force == null ? "false" : force) {
            case "false" -> Decision.accept(Force.NO);
            case "true" -> Decision.accept(Force.YES);
            default -> new Decision.Refused<>(Refusal.Invalid.field("force", "must be true or false"));
        };
    }

    /** The versions that {@code If-Match} names; a tag that is none of ours matches nothing. */
    Precondition precondition() {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return Precondition.ANY;
        }
        Set<Long> versions = new HashSet<>();
        for (String tag : ifMatch.split(",", -1)) {
            String text = tag.strip().replace("\"", "");
            versions.add(text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1L);
        }
        return new Precondition(versions);
    }

    private static <T> Optional<T> parameter(
            String name,
            @Nullable String text,
            Function<String, T> parser,
            String expected,
            List<Violation> violations) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException malformed) {
            violations.add(new Violation(name, expected));
            return Optional.empty();
        }
    }
}
