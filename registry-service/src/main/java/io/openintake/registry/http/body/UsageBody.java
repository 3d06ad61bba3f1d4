package io.openintake.registry.http.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.openintake.contracts.event.UsageReported;
import io.openintake.registry.app.Insights;
import java.util.Locale;
import java.util.Optional;

/** A runner's usage against its boundary, on the wire; {@code state} is unknown before the first report. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record UsageBody(
        String state,
        long bytes,
        long boundaryBytes,
        long messages,
        long boundaryMessages,
        Optional<String> oldestUndelivered) {
    /** The usage as callers see it. */
    public static UsageBody of(Insights.Usage usage) {
        var capacity = usage.runner().capacity();
        return usage.reported()
                .map(UsageBody::of)
                .orElseGet(() -> new UsageBody(
                        "unknown", 0, capacity.boundaryBytes(), 0, capacity.boundaryMessages(), Optional.empty()));
    }

    private static UsageBody of(UsageReported report) {
        return new UsageBody(
                report.state().name().toLowerCase(Locale.ROOT),
                report.bytes(),
                report.boundaryBytes(),
                report.messages(),
                report.boundaryMessages(),
                report.oldest().map(Times::text));
    }
}
