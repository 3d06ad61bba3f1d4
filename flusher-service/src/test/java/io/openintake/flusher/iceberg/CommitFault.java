package io.openintake.flusher.iceberg;

import io.openintake.flusher.iceberg.FaultProxy.Answer;
import io.openintake.flusher.iceberg.FaultProxy.Real;
import io.openintake.flusher.iceberg.FaultProxy.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What can happen to one commit between us and the catalog. */
enum CommitFault {
    NONE(Effect.APPLIED, 200),
    REFUSED_503(Effect.NOTHING, 503),
    REFUSED_400(Effect.NOTHING, 400),
    BROKEN_BEFORE(Effect.NOTHING, 0),
    BROKEN_AFTER(Effect.APPLIED, 0),
    SILENT_AFTER(Effect.APPLIED_AND_SILENT, 0),
    /** The client gives up, and then the commit arrives, before anything else does. */
    LATE(Effect.LATE, 0),
    /** The commit arrives when the next one has already been answered. */
    LATE_AFTER_THE_NEXT(Effect.AFTER_THE_NEXT, 0),
    TWICE(Effect.TWICE, 200),
    TWICE_ANSWERED_409(Effect.TWICE, 409),
    GARBAGE_200(Effect.APPLIED, 201),
    S400(Effect.APPLIED, 400),
    S401(Effect.APPLIED, 401),
    S403(Effect.APPLIED, 403),
    S404(Effect.APPLIED, 404),
    S409(Effect.APPLIED, 409),
    S419(Effect.APPLIED, 419),
    /** With Retry-After: Iceberg's own client would send it again. */
    S429(Effect.APPLIED, 429),
    S500(Effect.APPLIED, 500),
    S502(Effect.APPLIED, 502),
    /** With Retry-After, too. */
    S503(Effect.APPLIED, 503),
    S504(Effect.APPLIED, 504),
    /** Another writer commits before the answer comes. */
    S409_AND_ANOTHER(Effect.APPLIED_AND_ANOTHER, 409),
    S503_AND_ANOTHER(Effect.APPLIED_AND_ANOTHER, 503),
    ANOTHER_FIRST(Effect.ANOTHER_FIRST, 200);

    private final Effect effect;
    private final int status;

    CommitFault(Effect effect, int status) {
        this.effect = effect;
        this.status = status;
    }

    private enum Effect {
        NOTHING,
        APPLIED,
        APPLIED_AND_SILENT,
        LATE,
        AFTER_THE_NEXT,
        TWICE,
        APPLIED_AND_ANOTHER,
        ANOTHER_FIRST
    }

    /** Needs somebody else at the table. */
    boolean hasAnother() {
        return effect == Effect.APPLIED_AND_ANOTHER || effect == Effect.ANOTHER_FIRST;
    }

    /**
     * Spoils one request.
     *
     * @param others what somebody else does
     * @param travelling holds requests that the catalog has not seen yet
     */
    Answer strike(Request request, Real real, Runnable others, Travelling travelling) throws IOException {
        return switch (effect) {
            case NOTHING -> spoilt(Answer.BROKEN);
            case APPLIED -> spoilt(real.ask(request));
            case APPLIED_AND_SILENT -> {
                real.ask(request);
                travelling.awaitNext();
                yield Answer.BROKEN;
            }
            case LATE -> {
                travelling.holdUntilNext(request);
                yield Answer.BROKEN;
            }
            case AFTER_THE_NEXT -> {
                travelling.holdUntilAnswered(request);
                yield Answer.BROKEN;
            }
            case TWICE -> {
                Answer first = real.ask(request);
                real.ask(request);
                yield spoilt(first);
            }
            case APPLIED_AND_ANOTHER -> {
                Answer answer = real.ask(request);
                others.run();
                yield spoilt(answer);
            }
            case ANOTHER_FIRST -> {
                others.run();
                yield real.ask(request);
            }
        };
    }

    private Answer spoilt(Answer real) {
        return switch (status) {
            case 0 -> Answer.BROKEN;
            case 200 -> real;
            case 201 -> Answer.of(200, "{\"metadata\":{\"format-version\":2,\"location\":\"s3://elsewhere/x\"}}");
            default ->
                new Answer(
                        status,
                        Map.of("Retry-After", List.of("1")),
                        ("{\"error\":{\"message\":\"SECRET-CANARY\",\"type\":\"T\",\"code\":" + status + "}}")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        };
    }
}
