package io.openintake.flusher.app.flush;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.TableProperty;
import io.openintake.contracts.json.TablePropertyJson;
import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.BatchConversion;
import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.app.BatchConversion.DeadLetter;
import io.openintake.flusher.app.BatchConversion.Survey;
import io.openintake.flusher.app.BatchConversion.Written;
import io.openintake.flusher.app.ConversionFailed;
import io.openintake.flusher.app.DeadLetterRecord;
import io.openintake.flusher.app.IntakeTable;
import io.openintake.flusher.app.LoadedTable;
import io.openintake.flusher.app.Meters.Commit;
import io.openintake.flusher.app.Meters.Phase;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.domain.Answer;
import io.openintake.flusher.domain.Effect;
import io.openintake.flusher.domain.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The half of a flush that talks to the table; keeps the table loaded last, the survey and the files written last. */
final class TableSide {
    private static final Logger LOG = LoggerFactory.getLogger(TableSide.class);

    private final Workbench bench;
    private final FlushTask task;
    private final BatchConversion conversion;
    private Optional<IntakeTable> connection = Optional.empty();
    private Optional<LoadedTable> loaded = Optional.empty();
    private Optional<Survey> survey = Optional.empty();
    private Optional<Written> written = Optional.empty();
    private Optional<Batching.Sorted> sorted = Optional.empty();

    TableSide(Workbench bench, FlushTask task) {
        this.bench = bench;
        this.task = task;
        this.conversion = bench.conversions().get();
    }

    Answer.Table load(String target) {
        return switch (bench.connections().connect(intake(), target)) {
            case TableConnections.Connection.Refused refused -> new Answer.Failed(refused.trouble());
            case TableConnections.Connection.Connected connected -> {
                connection = Optional.of(connected.table());
                yield answer(connected.table().load());
            }
        };
    }

    Answer.Surveyed survey(Batch batch) {
        long begun = System.nanoTime();
        converting(batch);
        Survey found = conversion.survey(batch, loaded, task.definition().policies());
        survey = Optional.of(found);
        bench.meters().phase(Phase.CONVERT, since(begun));
        return new Answer.Surveyed(found.hasRows(), found.addition().isPresent());
    }

    private void converting(Batch batch) {
        SortedMap<Integer, Long> from = task.state().ends();
        bench.failpoints().accept("f.converting " + OffsetRange.text(OffsetRange.between(from, batch.ends())));
    }

    Answer.Table create() {
        var schema = survey.flatMap(Survey::addition)
                .orElseThrow(() -> new IllegalStateException("rows, but no schema to create table of " + intake()));
        return answer(connected().create(schema, task.definition().partitioning()));
    }

    Answer.Table evolve() {
        var addition = survey.flatMap(Survey::addition).orElseThrow();
        bench.meters().schemaChanged("add");
        return answer(connected().evolve(loaded.orElseThrow(), addition));
    }

    Answer.Written write(Batch batch) {
        long begun = System.nanoTime();
        Written files;
        try {
            files = loaded.map(table -> conversion.write(
                            batch, connected(), table, task.definition().policies()))
                    .orElseGet(() -> conversion.judge(batch, task.definition().policies()));
        } catch (ConversionFailed failed) {
            LOG.warn(
                    "batch could not be written intake={} errorCode={}",
                    intake(),
                    failed.fault().code(),
                    failed);
            return new Answer.Failed(trouble(failed.fault()));
        } catch (RuntimeException broken) {
            LOG.warn("files could not be written intake={}", intake(), broken);
            return new Answer.Failed(new Trouble(
                    Trouble.Kind.TRANSIENT, "storage-unavailable", "data files could not be written to the storage"));
        }
        written = Optional.of(files);
        Batching.Sorted result = Batching.sorted(batch, files, task.limits());
        sorted = Optional.of(result);
        bench.meters().phase(Phase.WRITE, since(begun));
        bench.failpoints().accept("f.converted");
        return new Answer.Sorted(result.tally());
    }

    Answer.Files checkFiles() {
        return connected().exist(files()) ? Answer.Files.PRESENT : Answer.Files.MISSING;
    }

    Answer.Posted post(Effect.PostCommit post) {
        List<DataFileHandle> files = switch (post.content()) {
            case FILES -> files();
            case NOTHING -> List.of();
        };
        Map<String, String> properties = post.property()
                .map(property -> Map.of(TableProperty.name(intake()), TablePropertyJson.write(property)))
                .orElseGet(Map::of);
        bench.failpoints().accept(files.isEmpty() ? "f.beforeAdopt" : "f.beforePost");
        long begun = System.nanoTime();
        IntakeTable.Post answer = connected().post(loaded.orElseThrow(), files, post.summary(), properties);
        bench.meters().committed(counted(answer), since(begun));
        bench.meters().phase(Phase.COMMIT, since(begun));
        bench.failpoints().accept(files.isEmpty() ? "f.afterAdopt" : "f.afterPost");
        return switch (answer) {
            case IntakeTable.Post.Posted posted -> accepted(posted.table(), files);
            case IntakeTable.Post.NotSent notSent -> new Answer.NotSent();
            case IntakeTable.Post.Unclear unclear -> new Answer.Failed(trouble(unclear.fault()));
        };
    }

    private Answer.Accepted accepted(LoadedTable table, List<DataFileHandle> files) {
        loaded = Optional.of(table);
        if (!files.isEmpty()) {
            bench.meters()
                    .files(
                            files.size(),
                            files.stream().mapToLong(DataFileHandle::rows).sum(),
                            files.stream().mapToLong(DataFileHandle::bytes).sum());
        }
        return new Answer.Accepted(table.view());
    }

    private static Commit counted(IntakeTable.Post answer) {
        return switch (answer) {
            case IntakeTable.Post.Posted posted -> Commit.OK;
            case IntakeTable.Post.NotSent notSent -> Commit.CONFLICT;
            case IntakeTable.Post.Unclear unclear ->
                switch (unclear.fault().kind()) {
                    case CONFLICT -> Commit.CONFLICT;
                    case TRANSIENT, AUTHENTICATION -> Commit.UNKNOWN;
                    case REFUSED -> Commit.FAILED;
                };
        };
    }

    /** The dead letters of the batch that was converted last. */
    List<DeadLetterRecord> deadLetters(Optional<String> commit) {
        return Batching.letters(
                intake(),
                sorted.map(Batching.Sorted::deadRecords).orElseGet(List::of),
                written.map(Written::deadLetters).orElseGet(List::of),
                commit);
    }

    /** About the batch that was converted last. */
    BatchConversion.Facts facts() {
        return conversion.facts();
    }

    /** Why the record is a dead letter, if it still is one by the table as it is now. */
    Optional<DeadLetter> explained(SourceRecord record) {
        return conversion.explained(record, loaded, task.definition().policies());
    }

    private Answer.Table answer(IntakeTable.Load load) {
        return switch (load) {
            case IntakeTable.Load.Present present -> present(present.table());
            case IntakeTable.Load.Absent absent -> absent();
            case IntakeTable.Load.Failed failed -> new Answer.Failed(trouble(failed.fault()));
        };
    }

    private Answer.Present present(LoadedTable table) {
        loaded = Optional.of(table);
        return new Answer.Present(table.view());
    }

    private Answer.Absent absent() {
        loaded = Optional.empty();
        return new Answer.Absent();
    }

    private Trouble trouble(IntakeTable.Fault fault) {
        Function<Trouble.Kind, Trouble> as = kind -> new Trouble(kind, fault.code(), fault.message());
        return switch (fault.kind()) {
            case TRANSIENT -> as.apply(Trouble.Kind.TRANSIENT);
            case CONFLICT -> as.apply(Trouble.Kind.CONFLICT);
            case REFUSED -> as.apply(Trouble.Kind.REFUSED);
            case AUTHENTICATION -> {
                bench.connections().drop(intake());
                yield as.apply(Trouble.Kind.AUTHENTICATION);
            }
        };
    }

    private IntakeTable connected() {
        return connection.orElseThrow();
    }

    private List<DataFileHandle> files() {
        return written.map(Written::files).orElseGet(List::of);
    }

    private IntakeId intake() {
        return task.definition().intake();
    }

    private static Duration since(long begunNanos) {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }
}
