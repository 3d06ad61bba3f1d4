package io.openintake.flusher.app.flush;

import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.flush.FlushState;
import io.openintake.flusher.app.Tenure;
import io.openintake.flusher.domain.Assignment;
import io.openintake.flusher.domain.FlushLimits;
import io.openintake.flusher.domain.suspect.Caution;
import java.util.List;
import java.util.UUID;

/**
 * One flush to perform.
 *
 * @param state the newest in the log
 * @param topicId of the intake's topic as it is now
 * @param said answers of people that may fit the state's problem
 * @param caution whether this owner has yet to deliver a batch of the intake
 */
public record FlushTask(
        IntakeDefined definition,
        Tenure tenure,
        FlushState state,
        String topicId,
        String clusterId,
        List<Command> said,
        FlushLimits limits,
        Caution caution) {
    private static final String PROCESS = UUID.randomUUID().toString();

    public FlushTask {
        said = List.copyOf(said);
    }

    Assignment assignment() {
        return new Assignment(
                definition.intake(),
                definition.target().hash(),
                topicId,
                clusterId,
                definition.policies().errors(),
                limits,
                caution,
                PROCESS);
    }
}
