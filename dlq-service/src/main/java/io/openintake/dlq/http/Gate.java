package io.openintake.dlq.http;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ProjectId;
import io.openintake.dlq.app.Intakes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may see what it asks for. What is not the caller's looks as if it did not exist; whether an
 * intake exists is told only to those who may read it.
 */
final class Gate {
    private static final String SCHEME = "bearer ";
    static final String READ_MESSAGES = "messages:read";

    /** The decision. */
    sealed interface Pass {
        record Granted(String caller, ProjectId project, IntakeId intake) implements Pass {}

        /** No token, or none that is known. */
        record Unknown() implements Pass {}

        /** Nothing there, for this caller. */
        record NotFound() implements Pass {}

        /** The project is the caller's, the action is not. */
        record Forbidden(String caller, ProjectId project) implements Pass {}
    }

    /** What a request names in its path. */
    record Place(String project, String region, String intake) {}

    private final TokenFile tokens;
    private final Set<String> regions;
    private final Intakes intakes;
    private final Clock clock;

    Gate(Optional<Path> tokenFile, Set<String> regions, Intakes intakes, Clock clock) {
        this.tokens = new TokenFile(tokenFile);
        this.regions = Set.copyOf(regions);
        this.intakes = intakes;
        this.clock = clock;
    }

    Pass check(@Nullable String authorization, Place place) {
        Optional<TokenFile.Caller> caller = caller(authorization);
        if (caller.isEmpty()) {
            return new Pass.Unknown();
        }
        Optional<ProjectId> project = project(place.project()).filter(caller.get()::mayEnter);
        if (project.isEmpty() || !regions.contains(place.region())) {
            return new Pass.NotFound();
        }
        if (!caller.get().mayDo(READ_MESSAGES)) {
            return new Pass.Forbidden(caller.get().name(), project.get());
        }
        return intake(place.intake())
                .filter(intake -> intakes.project(intake).equals(project))
                .<Pass>map(intake -> new Pass.Granted(caller.get().name(), project.get(), intake))
                .orElseGet(Pass.NotFound::new);
    }

    private Optional<TokenFile.Caller> caller(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return tokens.caller(authorization.substring(SCHEME.length()).strip(), clock.instant());
    }

    private static Optional<ProjectId> project(String text) {
        try {
            return Optional.of(ProjectId.parse(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static Optional<IntakeId> intake(String text) {
        try {
            return Optional.of(IntakeId.parse(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
