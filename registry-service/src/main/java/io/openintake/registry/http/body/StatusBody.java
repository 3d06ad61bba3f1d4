package io.openintake.registry.http.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.TableReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Pending;
import io.openintake.registry.app.Insights;
import io.openintake.registry.domain.status.Condition;
import io.openintake.registry.domain.status.Health;
import io.openintake.registry.domain.status.IntakeState;
import io.openintake.registry.domain.status.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an intake fares, on the wire. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StatusBody(
        String state,
        String health,
        List<ConditionBody> conditions,
        BacklogBody backlog,
        FreshnessBody freshness,
        Optional<String> lastCommitTime,
        Optional<String> snapshotId,
        Optional<TableBody> table,
        Optional<TableBody> disturbance,
        Optional<QuestionBody> question,
        DeadLettersBody deadLetters) {
    /** One question and its answer: {@code true}, {@code false} or {@code unknown}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ConditionBody(String type, String status, String reason, String message, Optional<String> since) {}

    /** What waits. */
    public record BacklogBody(long messages, long bytes, boolean commitInDoubt) {}

    /** Every message stamped before {@code validThrough} is in the table, dead-lettered or skipped. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record FreshnessBody(Optional<String> validThrough, Optional<Long> lagSeconds) {}

    /** The last thing noticed about the table. */
    public record TableBody(String event, String detail, String time) {}

    /** What a person must answer, with all that the answer must name; offsets [from, to). */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record QuestionBody(String code, String detail, List<RangeBody> ranges, Optional<String> commit) {}

    /** Offsets [from, to) of a partition. */
    public record RangeBody(int partition, long from, long to) {}

    /** Messages that did not become rows. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record DeadLettersBody(
            long total,
            long open,
            Optional<String> lastReason,
            Optional<String> lastMessage,
            Optional<String> lastTime) {}

    /** The status as callers see it at this time. */
    public static StatusBody of(Insights.Status status, Instant now) {
        Reports reports = status.reports();
        IntakeState state = status.state();
        Optional<Instant> validThrough = reports.delivery().flatMap(DeliveryReported::validThrough);
        return new StatusBody(
                state.text(),
                Health.of(state, reports).text(),
                Condition.of(reports, status.usage(), now).stream()
                        .map(StatusBody::condition)
                        .toList(),
                new BacklogBody(
                        status.backlog().messages(),
                        status.backlog().bytes(),
                        status.backlog().commitInDoubt()),
                new FreshnessBody(
                        validThrough.map(Times::text),
                        validThrough.map(
                                time -> Math.max(0, Duration.between(time, now).toSeconds()))),
                reports.delivery().flatMap(DeliveryReported::lastCommit).map(Times::text),
                // as a text: a JSON number of that size is another one in JavaScript
                reports.delivery()
                        .map(DeliveryReported::snapshot)
                        .filter(snapshot -> snapshot != 0)
                        .map(String::valueOf),
                reports.table().map(StatusBody::table),
                reports.disturbance().map(StatusBody::table),
                reports.flush().flatMap(StatusBody::question),
                deadLetters(reports));
    }

    private static ConditionBody condition(Condition condition) {
        return new ConditionBody(
                kebab(condition.type()),
                kebab(condition.answer()),
                condition.reason(),
                condition.message(),
                condition.since().map(Times::text));
    }

    private static TableBody table(TableReported report) {
        return new TableBody(kebab(report.kind()), report.detail(), Times.text(report.time()));
    }

    private static Optional<QuestionBody> question(FlushState state) {
        return state.problem()
                .map(problem -> new QuestionBody(
                        problem.code(),
                        problem.detail(),
                        problem.ranges().stream()
                                .map(range -> new RangeBody(range.partition(), range.from(), range.to()))
                                .toList(),
                        state.pending().map(Pending::commit)));
    }

    private static DeadLettersBody deadLetters(Reports reports) {
        Optional<DeadLettersReported> last =
                reports.deadLetters().filter(report -> report.lastTime().isPresent());
        return new DeadLettersBody(
                reports.deadLetters().map(DeadLettersReported::total).orElse(0L),
                reports.deadLetters().map(DeadLettersReported::open).orElse(0L),
                last.map(DeadLettersReported::lastReason),
                last.map(DeadLettersReported::lastMessage),
                last.flatMap(DeadLettersReported::lastTime).map(Times::text));
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
