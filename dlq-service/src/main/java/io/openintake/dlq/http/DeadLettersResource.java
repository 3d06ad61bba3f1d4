package io.openintake.dlq.http;

import io.openintake.contracts.ReasonCode;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.dlq.DlqMetrics;
import io.openintake.dlq.app.DeadLetterLog.Unavailable;
import io.openintake.dlq.app.DeadLetters.Page;
import io.openintake.dlq.domain.DeadLetter;
import io.openintake.dlq.domain.PageToken;
import io.openintake.dlq.http.DeadLetterJson.ListJson;
import io.openintake.dlq.http.Gate.Pass;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dead letters of an intake: a list, one, and its bytes. Each look into payloads is put on the audit trail. */
@Path("/v1beta/projects/{projectId}/regions/{regionId}/intakes/{intakeId}/dead-letters")
@Blocking
public class DeadLettersResource {
    static final int DEFAULT_PAGE_SIZE = 50;
    static final int MAX_PAGE_SIZE = 200;
    private static final Pattern ID = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");
    /** Never a name or a type that the sender chose. */
    private static final String DOWNLOAD = "attachment; filename=\"dead-letter.bin\"";

    private final Surface surface;
    private final DlqMetrics metrics;

    public DeadLettersResource(Surface surface, DlqMetrics metrics) {
        this.surface = surface;
        this.metrics = metrics;
    }

    /** What every request of this resource carries. */
    public static final class Asked {
        @PathParam("projectId")
        String project = "";

        @PathParam("regionId")
        String region = "";

        @PathParam("intakeId")
        String intake = "";

        @jakarta.ws.rs.core.Context
        @Nullable
        HttpHeaders headers;

        @jakarta.ws.rs.core.Context
        @Nullable
        HttpServerRequest request;

        @Nullable
        String header(String name) {
            return headers == null ? null : headers.getHeaderString(name);
        }
    }

    /** The list, oldest first. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public ListJson list(
            @BeanParam Asked asked,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken,
            @QueryParam("reason") @Nullable String reason) {
        Pass.Granted granted = enter(asked);
        int size = pageSize(pageSize);
        Optional<String> wanted = Optional.ofNullable(reason);
        if (wanted.filter(code -> ReasonCode.ofText(code).isEmpty()).isPresent()) {
            throw Problems.invalidReason();
        }
        PageToken from = pageToken == null
                ? new PageToken(granted.intake(), wanted, 0)
                : PageToken.parse(pageToken, granted.intake(), wanted).orElseThrow(Problems::invalidPageToken);
        Page<DeadLetterJson> page = reading(() -> surface.letters().page(from, size, DeadLetterJson::of));
        audit(asked, granted, "dead-letters-listed");
        metrics.shown(page.letters().size());
        return new ListJson(page.letters(), page.next().map(PageToken::text).orElse(null));
    }

    /** One. */
    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public DeadLetterJson one(@BeanParam Asked asked, @PathParam("id") String id) {
        Pass.Granted granted = enter(asked);
        DeadLetter letter = letter(granted, id);
        audit(asked, granted, "dead-letter-read");
        metrics.shown(1);
        return DeadLetterJson.of(letter);
    }

    /** Its value, byte for byte; a letter without a value has no content. */
    @GET
    @Path("{id}/raw")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response raw(@BeanParam Asked asked, @PathParam("id") String id) {
        Pass.Granted granted = enter(asked);
        DeadLetter letter = letter(granted, id);
        audit(asked, granted, "dead-letter-downloaded");
        metrics.shown(1);
        byte[] value = letter.stored().value();
        Response.ResponseBuilder answer = value == null
                ? Response.noContent()
                : Response.ok(value, MediaType.APPLICATION_OCTET_STREAM_TYPE)
                        .header(HttpHeaders.CONTENT_DISPOSITION, DOWNLOAD);
        return answer.header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private Pass.Granted enter(Asked asked) {
        if (!surface.isReady()) {
            throw Problems.unavailable("the service is starting");
        }
        Gate.Place place = new Gate.Place(asked.project, asked.region, asked.intake);
        return switch (surface.gate().check(asked.header(HttpHeaders.AUTHORIZATION), place)) {
            case Pass.Granted granted -> granted;
            case Pass.Unknown unknown -> {
                metrics.refused();
                throw Problems.unknownCaller();
            }
            case Pass.NotFound notFound -> {
                metrics.refused();
                throw Problems.notFound();
            }
            case Pass.Forbidden forbidden -> {
                metrics.refused();
                surface.audit()
                        .accept(new AuditRecorded(
                                forbidden.project(),
                                forbidden.caller(),
                                "dead-letters-listed",
                                asked.intake,
                                "forbidden",
                                remoteAddress(asked),
                                client(asked)));
                throw Problems.forbidden();
            }
        };
    }

    private DeadLetter letter(Pass.Granted granted, String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw Problems.notFound();
        }
        int partition = Integer.parseInt(parts.group(1));
        long offset = Long.parseLong(parts.group(2));
        return reading(() -> surface.letters().one(granted.intake(), partition, offset))
                .orElseThrow(Problems::notFound);
    }

    private <T> T reading(Supplier<T> work) {
        try {
            return metrics.timed(work);
        } catch (Unavailable unavailable) {
            throw Problems.unavailable(String.valueOf(unavailable.getMessage()));
        }
    }

    private void audit(Asked asked, Pass.Granted granted, String action) {
        surface.audit()
                .accept(new AuditRecorded(
                        granted.project(),
                        granted.caller(),
                        action,
                        granted.intake().toString(),
                        "allowed",
                        remoteAddress(asked),
                        client(asked)));
    }

    private static int pageSize(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PAGE_SIZE;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_PAGE_SIZE) {
            throw Problems.invalidPageSize(MAX_PAGE_SIZE);
        }
        return Integer.parseInt(text);
    }

    private static String remoteAddress(Asked asked) {
        return asked.request == null || asked.request.remoteAddress() == null
                ? ""
                : String.valueOf(asked.request.remoteAddress().hostAddress());
    }

    private static String client(Asked asked) {
        String agent = asked.header(HttpHeaders.USER_AGENT);
        return agent == null ? "" : agent.substring(0, Math.min(agent.length(), 200));
    }
}
