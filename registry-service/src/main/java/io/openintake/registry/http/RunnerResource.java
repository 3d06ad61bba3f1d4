package io.openintake.registry.http;

import io.openintake.contracts.RunnerId;
import io.openintake.registry.app.Runners;
import io.openintake.registry.app.access.Action;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.KafkaEndpoint;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.http.body.ListBody;
import io.openintake.registry.http.body.RunnerBody;
import io.openintake.registry.http.request.RunnerRequests;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;

/** Intake runners over HTTP. */
@Path(Paths.RUNNERS)
public final class RunnerResource {
    private final Runners runners;
    private final KafkaEndpoint endpoint;

    RunnerResource(Runners runners, KafkaEndpoint endpoint) {
        this.runners = runners;
        this.endpoint = endpoint;
    }

    @GET
    @Needs(Action.LIST)
    public CompletionStage<Response> list(@BeanParam Place place) {
        return Answers.with(place.page(), page -> Answers.found(runners.list(place.scope(), page)))
                .thenApply(decision -> Answers.plain(
                        Response.Status.OK, decision, page -> ListBody.of("intakeRunners", page, this::body)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Action.CREATE)
    public CompletionStage<Response> create(@BeanParam Place place, byte[] body) {
        return Answers.with(RunnerRequests.order(body), order -> runners.create(place.scope(), order))
                .thenApply(decision -> Answers.item(Response.Status.CREATED, decision, this::versioned));
    }

    @GET
    @Path("{runnerId}")
    @Needs(Action.GET)
    public CompletionStage<Response> get(@BeanParam Place place, @PathParam("runnerId") String runnerId) {
        return Answers.with(id(runnerId), id -> runners.get(place.scope(), id))
                .thenApply(decision -> Answers.item(Response.Status.OK, decision, this::versioned));
    }

    @PUT
    @Path("{runnerId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Action.UPDATE)
    public CompletionStage<Response> update(
            @BeanParam Place place, @PathParam("runnerId") String runnerId, byte[] body) {
        return Answers.with(
                        id(runnerId),
                        id -> Answers.with(
                                RunnerRequests.patch(body),
                                patch -> runners.update(place.scope(), id, place.precondition(), patch)))
                .thenApply(decision -> Answers.item(Response.Status.OK, decision, this::versioned));
    }

    @DELETE
    @Path("{runnerId}")
    @Needs(Action.DELETE)
    public CompletionStage<Response> delete(@BeanParam Place place, @PathParam("runnerId") String runnerId) {
        return Answers.with(
                        id(runnerId),
                        id -> Answers.with(
                                place.forced(),
                                force -> runners.delete(place.scope(), id, place.precondition(), force)))
                .thenApply(Answers::empty);
    }

    private static Decision<RunnerId> id(String text) {
        return Paths.id(text, RunnerId::parse, Refusal.Kind.RUNNER);
    }

    private Answers.Versioned versioned(Runner runner) {
        return new Answers.Versioned(body(runner), runner.version());
    }

    private RunnerBody body(Runner runner) {
        return RunnerBody.of(runner, endpoint);
    }
}
