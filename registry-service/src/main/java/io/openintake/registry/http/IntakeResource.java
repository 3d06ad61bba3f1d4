package io.openintake.registry.http;

import io.openintake.contracts.IntakeId;
import io.openintake.registry.app.IntakeView;
import io.openintake.registry.app.Intakes;
import io.openintake.registry.app.access.Action;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.KafkaEndpoint;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.http.body.IntakeBody;
import io.openintake.registry.http.body.ListBody;
import io.openintake.registry.http.request.IntakeRequests;
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

/** Intakes over HTTP. */
@Path(Paths.INTAKES)
public final class IntakeResource {
    private final Intakes intakes;
    private final IntakeRequests requests;
    private final KafkaEndpoint endpoint;

    IntakeResource(Intakes intakes, IntakeRequests requests, KafkaEndpoint endpoint) {
        this.intakes = intakes;
        this.requests = requests;
        this.endpoint = endpoint;
    }

    @GET
    @Needs(Action.LIST)
    public CompletionStage<Response> list(@BeanParam Place place) {
        return Answers.with(place.page(), page -> Answers.found(intakes.list(place.scope(), page)))
                .thenApply(decision ->
                        Answers.plain(Response.Status.OK, decision, page -> ListBody.of("intakes", page, this::body)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Action.CREATE)
    public CompletionStage<Response> create(@BeanParam Place place, byte[] body) {
        return Answers.with(requests.order(body), order -> intakes.create(place.scope(), order))
                .thenApply(decision -> Answers.item(Response.Status.CREATED, decision, this::versioned));
    }

    @GET
    @Path("{intakeId}")
    @Needs(Action.GET)
    public CompletionStage<Response> get(@BeanParam Place place, @PathParam("intakeId") String intakeId) {
        return Answers.with(id(intakeId), id -> intakes.get(place.scope(), id))
                .thenApply(decision -> Answers.item(Response.Status.OK, decision, this::versioned));
    }

    @PUT
    @Path("{intakeId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Action.UPDATE)
    public CompletionStage<Response> update(
            @BeanParam Place place, @PathParam("intakeId") String intakeId, byte[] body) {
        return Answers.with(
                        id(intakeId),
                        id -> Answers.with(
                                requests.patch(body),
                                patch -> intakes.update(place.scope(), id, place.precondition(), patch)))
                .thenApply(decision -> Answers.item(Response.Status.OK, decision, this::versioned));
    }

    @DELETE
    @Path("{intakeId}")
    @Needs(Action.DELETE)
    public CompletionStage<Response> delete(@BeanParam Place place, @PathParam("intakeId") String intakeId) {
        return Answers.with(
                        id(intakeId),
                        id -> Answers.with(
                                place.forced(),
                                force -> intakes.delete(place.scope(), id, place.precondition(), force)))
                .thenApply(Answers::empty);
    }

    private static Decision<IntakeId> id(String text) {
        return Paths.id(text, IntakeId::parse, Refusal.Kind.INTAKE);
    }

    private Answers.Versioned versioned(IntakeView view) {
        return new Answers.Versioned(body(view), view.intake().version());
    }

    private IntakeBody body(IntakeView view) {
        return IntakeBody.of(view, endpoint);
    }
}
