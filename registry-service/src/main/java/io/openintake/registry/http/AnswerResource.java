package io.openintake.registry.http;

import io.openintake.contracts.IntakeId;
import io.openintake.registry.app.access.Action;
import io.openintake.registry.app.answer.Answering;
import io.openintake.registry.app.answer.Caller;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.answer.Answer;
import io.openintake.registry.http.request.AnswerRequests;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What people answer when a flusher must not decide alone; each answer is held to the question and audited. */
@Path(Paths.INTAKES + "/{intakeId}")
@Consumes(MediaType.APPLICATION_JSON)
public final class AnswerResource {
    private final Answering answering;

    AnswerResource(Answering answering) {
        this.answering = answering;
    }

    @POST
    @Path("accept-gap")
    @Needs(Action.UPDATE)
    public CompletionStage<Response> acceptGap(
            @BeanParam Place place,
            @Context SecurityContext security,
            @HeaderParam(HttpHeaders.USER_AGENT) @DefaultValue("") String client,
            @PathParam("intakeId") String intakeId,
            byte[] body) {
        return answered(place, Asker.caller(security, client), intakeId, AnswerRequests.acceptGap(body));
    }

    @POST
    @Path("answer-commit")
    @Needs(Action.UPDATE)
    public CompletionStage<Response> answerCommit(
            @BeanParam Place place,
            @Context SecurityContext security,
            @HeaderParam(HttpHeaders.USER_AGENT) @DefaultValue("") String client,
            @PathParam("intakeId") String intakeId,
            byte[] body) {
        return answered(place, Asker.caller(security, client), intakeId, AnswerRequests.answerCommit(body));
    }

    @POST
    @Path("force-move")
    @Needs(Action.UPDATE)
    public CompletionStage<Response> forceMove(
            @BeanParam Place place,
            @Context SecurityContext security,
            @HeaderParam(HttpHeaders.USER_AGENT) @DefaultValue("") String client,
            @PathParam("intakeId") String intakeId,
            byte[] body) {
        return answered(place, Asker.caller(security, client), intakeId, AnswerRequests.forceMove(body));
    }

    @POST
    @Path("rebuild-state")
    @Needs(Action.UPDATE)
    public CompletionStage<Response> rebuildState(
            @BeanParam Place place,
            @Context SecurityContext security,
            @HeaderParam(HttpHeaders.USER_AGENT) @DefaultValue("") String client,
            @PathParam("intakeId") String intakeId,
            byte[] body) {
        return answered(place, Asker.caller(security, client), intakeId, AnswerRequests.rebuildState(body));
    }

    private CompletionStage<Response> answered(Place place, Caller caller, String intakeId, Decision<Answer> request) {
        Decision<IntakeId> intake = Paths.id(intakeId, IntakeId::parse, Refusal.Kind.INTAKE);
        return Answers.with(
                        intake,
                        id -> Answers.with(request, answer -> answering.answer(place.scope(), id, caller, answer)))
                .thenApply(decision -> Answers.plain(
                        Response.Status.ACCEPTED, decision, answer -> Map.of("requested", answer.action())));
    }
}
