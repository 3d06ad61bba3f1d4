package io.openintake.registry.http;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.registry.app.Insights;
import io.openintake.registry.app.access.Action;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.http.body.LedgerBody;
import io.openintake.registry.http.body.StatusBody;
import io.openintake.registry.http.body.UsageBody;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Our additions beside the 15 operations: status, ledger, flush, usage. */
@Path(Paths.PREFIX)
public final class InsightResource {
    private final Insights insights;
    private final Clock clock;

    InsightResource(Insights insights, Clock clock) {
        this.insights = insights;
        this.clock = clock;
    }

    @GET
    @Path("intakes/{intakeId}/status")
    @Needs(Action.GET)
    public CompletionStage<Response> status(@BeanParam Place place, @PathParam("intakeId") String intakeId) {
        return Answers.with(intake(intakeId), id -> insights.status(place.scope(), id))
                .thenApply(decision ->
                        Answers.plain(Response.Status.OK, decision, status -> StatusBody.of(status, clock.instant())));
    }

    @GET
    @Path("intakes/{intakeId}/ledger")
    @Needs(Action.GET)
    public CompletionStage<Response> ledger(@BeanParam Place place, @PathParam("intakeId") String intakeId) {
        return Answers.with(intake(intakeId), id -> insights.ledger(place.scope(), id))
                .thenApply(decision -> Answers.plain(Response.Status.OK, decision, LedgerBody::of));
    }

    @POST
    @Path("intakes/{intakeId}/flush")
    @Needs(Action.UPDATE)
    public CompletionStage<Response> flush(@BeanParam Place place, @PathParam("intakeId") String intakeId) {
        return Answers.with(intake(intakeId), id -> insights.flush(place.scope(), id))
                .thenApply(decision ->
                        Answers.plain(Response.Status.ACCEPTED, decision, intake -> Map.of("requested", "flush")));
    }

    @GET
    @Path("intake-runners/{runnerId}/usage")
    @Needs(Action.GET)
    public CompletionStage<Response> usage(@BeanParam Place place, @PathParam("runnerId") String runnerId) {
        return Answers.with(runner(runnerId), id -> insights.usage(place.scope(), id))
                .thenApply(decision -> Answers.plain(Response.Status.OK, decision, UsageBody::of));
    }

    private static Decision<IntakeId> intake(String text) {
        return Paths.id(text, IntakeId::parse, Refusal.Kind.INTAKE);
    }

    private static Decision<RunnerId> runner(String text) {
        return Paths.id(text, RunnerId::parse, Refusal.Kind.RUNNER);
    }
}
