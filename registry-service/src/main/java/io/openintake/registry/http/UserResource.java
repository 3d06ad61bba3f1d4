package io.openintake.registry.http;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.UserId;
import io.openintake.registry.app.UserView;
import io.openintake.registry.app.Users;
import io.openintake.registry.app.access.Action;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.KafkaEndpoint;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.http.body.ListBody;
import io.openintake.registry.http.body.UserBody;
import io.openintake.registry.http.request.UserRequests;
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

/** Intake users over HTTP. */
@Path(Paths.USERS)
public final class UserResource {
    private final Users users;
    private final KafkaEndpoint endpoint;

    UserResource(Users users, KafkaEndpoint endpoint) {
        this.users = users;
        this.endpoint = endpoint;
    }

    @GET
    @Needs(Action.LIST)
    public CompletionStage<Response> list(@BeanParam Place place, @PathParam("intakeId") String intakeId) {
        return Answers.with(
                        intake(intakeId),
                        intake -> Answers.with(place.page(), page -> users.list(place.scope(), intake, page)))
                .thenApply(decision -> Answers.plain(
                        Response.Status.OK, decision, page -> ListBody.of("intakeUsers", page, this::body)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Action.CREATE)
    public CompletionStage<Response> create(
            @BeanParam Place place, @PathParam("intakeId") String intakeId, byte[] body) {
        return Answers.with(
                        intake(intakeId),
                        intake -> Answers.with(
                                UserRequests.order(body), order -> users.create(place.scope(), intake, order)))
                .thenApply(decision -> Answers.item(Response.Status.CREATED, decision, this::versioned));
    }

    @GET
    @Path("{userId}")
    @Needs(Action.GET)
    public CompletionStage<Response> get(@BeanParam Place place, @BeanParam UserPath path) {
        return Answers.with(path.address(place), users::get)
                .thenApply(decision -> Answers.item(Response.Status.OK, decision, this::versioned));
    }

    @PUT
    @Path("{userId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Action.UPDATE)
    public CompletionStage<Response> update(@BeanParam Place place, @BeanParam UserPath path, byte[] body) {
        return Answers.with(
                        path.address(place),
                        address -> Answers.with(
                                UserRequests.patch(body), patch -> users.update(address, place.precondition(), patch)))
                .thenApply(decision -> Answers.item(Response.Status.OK, decision, this::versioned));
    }

    @DELETE
    @Path("{userId}")
    @Needs(Action.DELETE)
    public CompletionStage<Response> delete(@BeanParam Place place, @BeanParam UserPath path) {
        return Answers.with(path.address(place), address -> users.delete(address, place.precondition()))
                .thenApply(Answers::empty);
    }

    /** Which user of which intake. */
    record UserPath(
            @PathParam("intakeId") String intakeId,
            @PathParam("userId") String userId) {
        Decision<Users.Address> address(Place place) {
            return switch (intake(intakeId)) {
                case Decision.Refused<IntakeId>(var refusal) -> new Decision.Refused<>(refusal);
                case Decision.Accepted<IntakeId>(var intake, var writes) ->
                    Paths.id(
                            userId,
                            text -> new Users.Address(place.scope(), intake, UserId.parse(text)),
                            Refusal.Kind.USER);
            };
        }
    }

    private static Decision<IntakeId> intake(String text) {
        return Paths.id(text, IntakeId::parse, Refusal.Kind.INTAKE);
    }

    private Answers.Versioned versioned(UserView view) {
        return new Answers.Versioned(body(view), view.user().version());
    }

    private UserBody body(UserView view) {
        return UserBody.of(view.user(), endpoint.of(view.runner()));
    }
}
