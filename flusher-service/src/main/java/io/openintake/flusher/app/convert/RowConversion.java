package io.openintake.flusher.app.convert;

import io.openintake.contracts.Policies;
import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.BatchConversion;
import io.openintake.flusher.app.ConversionFailed;
import io.openintake.flusher.app.IntakeTable;
import io.openintake.flusher.app.IntakeTable.Fault;
import io.openintake.flusher.app.LoadedTable;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.app.convert.MessageReader.Reading;
import io.openintake.flusher.app.convert.RowTable.RowFiles;
import io.openintake.flusher.domain.schema.Judge;
import io.openintake.flusher.domain.schema.Judge.Verdict;
import io.openintake.flusher.domain.schema.Misfit;
import io.openintake.flusher.domain.schema.Stamp;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads, judges and writes one batch, on the exact path: every message becomes a tree, every refusal has its reason. A
 * faster path for messages that need neither goes in front of {@link #convert}, and must agree with it row by row.
 */
public final class RowConversion implements BatchConversion {
    private final MessageReader reader;
    private ColumnBudget budget = ColumnBudget.untouched();
    private @Nullable Batch current;
    private Facts facts = Facts.NONE;

    public RowConversion(MessageReader reader) {
        this.reader = reader;
    }

    @Override
    public Survey survey(Batch batch, Optional<LoadedTable> table, Policies policies) {
        Judge judge = judge(batch, table, policies);
        boolean[] rows = {false};
        batch.forEach(record -> {
            if (reader.read(record.value()) instanceof Reading.Message message) {
                rows[0] |= !(judge.learn(message.object(), stamp(record)) instanceof Verdict.Unfit);
            }
        });
        budget = budget.planned(judge);
        return new Survey(
                rows[0],
                Optional.of(judge.change()).filter(change -> !change.isEmpty()).map(ChangedSchema::new));
    }

    @Override
    public Written write(Batch batch, IntakeTable connection, LoadedTable table, Policies policies) {
        Judge judge = judge(batch, Optional.of(table), policies);
        Sorting sorting = new Sorting(policies.errors());
        try (RowFiles files = ((RowTable) connection).open((ShapedTable) table)) {
            batch.forEach(record -> convert(record, judge, files, sorting));
            List<DataFileHandle> finished = files.finish();
            facts = sorting.facts();
            return sorting.written(finished);
        }
    }

    @Override
    public Written judge(Batch batch, Policies policies) {
        Judge judge = Judge.ofNewTable(policies);
        Sorting sorting = new Sorting(policies.errors());
        batch.forEach(record -> {
            switch (reader.read(record.value())) {
                case Reading.Unreadable unreadable -> sorting.unfit(record, unreadable.misfit());
                case Reading.Message message -> {
                    if (judge.learn(message.object(), stamp(record)) instanceof Verdict.Unfit unfit) {
                        sorting.unfit(record, unfit.misfit());
                    }
                }
            }
        });
        return sorting.written(List.of());
    }

    @Override
    public Optional<DeadLetter> explained(SourceRecord record, Optional<LoadedTable> table, Policies policies) {
        Judge judge = table.map(known -> new Judge(((ShapedTable) known).shape(), policies, Judge.MAX_NEW_COLUMNS))
                .orElseGet(() -> Judge.ofNewTable(policies));
        Optional<Misfit> misfit = switch (reader.read(record.value())) {
            case Reading.Unreadable unreadable -> Optional.of(unreadable.misfit());
            case Reading.Message message ->
                judge.learn(message.object(), stamp(record)) instanceof Verdict.Unfit unfit
                        ? Optional.of(unfit.misfit())
                        : Optional.empty();
        };
        return misfit.map(found ->
                new DeadLetter(record.partition(), record.offset(), found.reason(), found.pointer(), found.message()));
    }

    @Override
    public Facts facts() {
        return facts;
    }

    private void convert(SourceRecord record, Judge judge, RowFiles files, Sorting sorting) {
        switch (reader.read(record.value())) {
            case Reading.Unreadable unreadable -> sorting.unfit(record, unreadable.misfit());
            case Reading.Message message -> {
                switch (judge.judge(message.object(), stamp(record))) {
                    case Verdict.Unfit unfit -> sorting.unfit(record, unfit.misfit());
                    case Verdict.NeedsColumns needs ->
                        throw new ConversionFailed(new Fault(
                                Fault.Kind.CONFLICT,
                                "schema-moved",
                                "the table lacks columns that were surveyed: partition=" + record.partition()
                                        + " offset=" + record.offset()));
                    case Verdict.Fits fits -> {
                        files.write(fits.row());
                        sorting.row(record, fits.remarks());
                    }
                }
            }
        }
    }

    private Judge judge(Batch batch, Optional<LoadedTable> table, Policies policies) {
        if (!batch.equals(current)) {
            current = batch;
            budget = ColumnBudget.untouched();
        }
        if (table.isEmpty()) {
            return Judge.ofNewTable(policies);
        }
        ShapedTable shaped = (ShapedTable) table.get();
        budget = budget.spentOn(shaped.shape());
        return new Judge(shaped.shape(), policies, budget.left());
    }

    private static Stamp stamp(SourceRecord record) {
        return new Stamp(record.partition(), record.offset(), record.timestampMs());
    }
}
