package io.openintake.flusher.iceberg;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.FlushState;
import io.openintake.flusher.app.DeadLetterRecord;
import io.openintake.flusher.app.StateLog;
import io.openintake.flusher.app.Tenure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One intake's state, written by its only owner. */
final class InMemoryStateLog implements StateLog {
    private final List<DeadLetterRecord> deadLetters = new ArrayList<>();
    private volatile Optional<FlushState> newest = Optional.empty();

    Optional<FlushState> newest() {
        return newest;
    }

    List<DeadLetterRecord> deadLetters() {
        return deadLetters;
    }

    @Override
    public Result record(Tenure tenure, IntakeId intake, FlushState next, List<DeadLetterRecord> letters) {
        newest = Optional.of(next);
        deadLetters.addAll(letters);
        return Result.RECORDED;
    }

    @Override
    public Result forget(Tenure tenure, IntakeId intake, long version) {
        newest = Optional.empty();
        return Result.RECORDED;
    }

    @Override
    public void close() {}
}
