package io.openintake.registry.http.request;

import io.openintake.contracts.Policies;
import io.openintake.contracts.RunnerId;
import io.openintake.registry.RegistryConfig;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.request.DestinationPatch;
import io.openintake.registry.domain.request.IntakeOrder;
import io.openintake.registry.domain.request.IntakePatch;
import io.openintake.registry.domain.request.PoliciesPatch;
import io.openintake.registry.domain.value.FlushInterval;
import io.openintake.registry.domain.value.ProfilePatch;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the bodies of requests about intakes. */
@Singleton
public final class IntakeRequests {
    private static final String RUNNER = "intakeRunnerId";
    private static final String CATALOG = "catalog";

    private final CatalogFields catalogFields;
    private final int minFlushIntervalSeconds;

    public IntakeRequests(RegistryConfig config) {
        this.catalogFields = new CatalogFields(config.allowedHttpHosts().orElse(List.of()).stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
        this.minFlushIntervalSeconds = config.minFlushIntervalSeconds();
    }

    /** The body of a creation. */
    public Decision<IntakeOrder> order(byte[] body) {
        Fields fields = Fields.of(body);
        fields.require(ProfileFields.DISPLAY_NAME, RUNNER, CATALOG);
        fields.requireIn(CATALOG, "uri", "warehouse");
        Read read = read(fields);
        var violations = fields.violations();
        return violations.isEmpty()
                ? Decision.accept(new IntakeOrder(
                        ProfileFields.profile(read.profile()),
                        read.runner().orElseThrow(),
                        read.destination(),
                        read.flushInterval().orElse(FlushInterval.DEFAULT),
                        read.policies()))
                : new Decision.Refused<>(new Refusal.Invalid(violations));
    }

    /** The body of an update; the API demands the runner in it. */
    public Decision<IntakePatch> patch(byte[] body) {
        Fields fields = Fields.of(body);
        fields.require(RUNNER);
        Read read = read(fields);
        var violations = fields.violations();
        return violations.isEmpty()
                ? Decision.accept(new IntakePatch(
                        read.profile(),
                        read.runner().orElseThrow(),
                        read.destination(),
                        read.flushInterval(),
                        read.policies()))
                : new Decision.Refused<>(new Refusal.Invalid(violations));
    }

    private record Read(
            ProfilePatch profile,
            Optional<RunnerId> runner,
            DestinationPatch destination,
            Optional<FlushInterval> flushInterval,
            PoliciesPatch policies) {}

    private Read read(Fields fields) {
        return new Read(
                ProfileFields.patch(fields),
                fields.text(RUNNER, IntakeRequests::runner),
                fields.object(CATALOG).map(catalogFields::patch).orElse(DestinationPatch.NONE),
                fields.integer(
                        "flushIntervalSeconds", seconds -> FlushInterval.ofSeconds(seconds, minFlushIntervalSeconds)),
                fields.object("policies").map(IntakeRequests::policies).orElse(PoliciesPatch.NONE));
    }

    private static PoliciesPatch policies(Fields fields) {
        return new PoliciesPatch(
                fields.choice("evolution", Policies.Evolution.values(), Policies.Evolution::text),
                fields.choice("mismatch", Policies.Mismatch.values(), Policies.Mismatch::text),
                fields.choice("errors", Policies.ErrorPolicy.values(), Policies.ErrorPolicy::text));
    }

    private static RunnerId runner(String text) {
        try {
            return RunnerId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("must be a UUID", malformed);
        }
    }
}
