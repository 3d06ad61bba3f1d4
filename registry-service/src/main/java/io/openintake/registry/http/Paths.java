package io.openintake.registry.http;

import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Refusal;
import java.util.function.Function;

/** Where the resources are. */
final class Paths {
    static final String PREFIX = "/v1beta/projects/{projectId}/regions/{regionId}";
    static final String RUNNERS = PREFIX + "/intake-runners";
    static final String INTAKES = PREFIX + "/intakes";
    static final String USERS = INTAKES + "/{intakeId}/users";

    private Paths() {}

    /** An id in an address; what is none names nothing. */
    static <T> Decision<T> id(String text, Function<String, T> parser, Refusal.Kind kind) {
        try {
            return Decision.accept(parser.apply(text));
        } catch (IllegalArgumentException notAnId) {
            return new Decision.Refused<>(new Refusal.NotFound(kind));
        }
    }
}
