package io.openintake.registry.http.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.openintake.contracts.Lifecycle;
import io.openintake.registry.domain.KafkaEndpoint;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.value.Description;
import java.util.Map;
import java.util.Optional;

/** An intake runner on the wire. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RunnerBody(
        String id,
        String displayName,
        Optional<String> description,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels,
        String state,
        @JsonProperty("create_time") String createTime,
        String uri,
        int maxMessageSizeKiB,
        int maxMessagesPerHour) {
    /** The runner as callers see it. */
    public static RunnerBody of(Runner runner, KafkaEndpoint endpoint) {
        return new RunnerBody(
                runner.id().toString(),
                runner.profile().displayName().text(),
                runner.profile().description().map(Description::text),
                runner.profile().labels().pairs(),
                runner.lifecycle() == Lifecycle.ACTIVE ? "active" : "deleting",
                Times.text(runner.created()),
                endpoint.of(runner.id()),
                runner.capacity().maxMessageSizeKiB(),
                runner.capacity().maxMessagesPerHour());
    }
}
