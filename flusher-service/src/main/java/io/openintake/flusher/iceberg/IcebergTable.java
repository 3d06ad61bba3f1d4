package io.openintake.flusher.iceberg;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Partitioning;
import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.app.BatchConversion.SchemaAddition;
import io.openintake.flusher.app.LoadedTable;
import io.openintake.flusher.app.convert.ChangedSchema;
import io.openintake.flusher.app.convert.RowTable;
import io.openintake.flusher.app.convert.ShapedTable;
import io.openintake.flusher.domain.schema.PartitionGrammar;
import io.openintake.flusher.domain.schema.PartitionTerm;
import io.openintake.flusher.domain.schema.SchemaChange;
import io.openintake.flusher.domain.schema.Struct;
import io.openintake.flusher.iceberg.storage.Storage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/** One intake's table. */
final class IcebergTable implements RowTable {
    private static final int OLDEST_FORMAT = 2;

    /** Of tables that we create; the owner may change them at any time. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "format-version", "2",
            "write.parquet.compression-codec", "zstd",
            "write.metadata.delete-after-commit.enabled", "true",
            "write.metadata.previous-versions-max", "50");

    private final IntakeId intake;
    private final CatalogSession catalog;
    private final Storage storage;
    private @Nullable FileIO lastIo;

    IcebergTable(IntakeId intake, CatalogSession catalog, Storage storage) {
        this.intake = intake;
        this.catalog = catalog;
        this.storage = storage;
    }

    @Override
    public Load load() {
        try {
            return loaded(catalog.load());
        } catch (NoSuchTableException | NoSuchNamespaceException absent) {
            return new Load.Absent();
        } catch (RuntimeException failed) {
            return new Load.Failed(Faults.of(failed));
        }
    }

    @Override
    public Load create(SchemaAddition addition, Partitioning partitioning) {
        Struct columns = ((ChangedSchema) addition).change().asStruct();
        return switch (PartitionGrammar.apply(partitioning, columns)) {
            case PartitionGrammar.Outcome.Refused refused ->
                new Load.Failed(new Fault(Fault.Kind.REFUSED, "partitioning-refused", refused.message()));
            case PartitionGrammar.Outcome.Applicable applicable -> create(columns, applicable.terms());
        };
    }

    private Load create(Struct columns, List<PartitionTerm> terms) {
        Schema schema = IcebergTypes.schema(columns);
        PartitionSpec spec;
        try {
            spec = PartitionSpecs.of(schema, terms);
        } catch (RuntimeException refused) {
            return new Load.Failed(new Fault(
                    Fault.Kind.REFUSED,
                    "partitioning-refused",
                    "the partition expressions do not go together, or collide with a field's name"));
        }
        try {
            return loaded(catalog.builder(schema)
                    .withPartitionSpec(spec)
                    .withProperties(PROPERTIES)
                    .withProperty(LoadedIcebergTable.CREATED_BY, intake.toString())
                    .create());
        } catch (RuntimeException failed) {
            // somebody else may have been faster, or the answer to our own request was lost
            return load() instanceof Load.Present present ? present : new Load.Failed(Faults.of(failed));
        }
    }

    @Override
    public Load evolve(LoadedTable base, SchemaAddition addition) {
        LoadedIcebergTable from = (LoadedIcebergTable) base;
        try {
            UpdateSchema update = from.pinned().updateSchema();
            describe(update, ((ChangedSchema) addition).change());
            update.commit();
            return new Load.Present(from.at(from.operations().current()));
        } catch (RuntimeException failed) {
            Fault fault = Faults.of(failed);
            Load after = load();
            boolean isWorthAnotherLook = fault.kind() == Fault.Kind.CONFLICT
                    || (after instanceof Load.Present present
                            && present.table().view().schemaId() != from.view().schemaId());
            return isWorthAnotherLook ? after : new Load.Failed(fault);
        }
    }

    private static void describe(UpdateSchema update, SchemaChange change) {
        for (SchemaChange.Added added : change.added()) {
            update.addColumn(
                    added.parent().isEmpty() ? null : added.parent(),
                    added.column().name(),
                    IcebergTypes.type(added.column().type()));
        }
        for (SchemaChange.Widened widened : change.widened()) {
            update.updateColumn(
                    widened.fullName(), IcebergTypes.type(widened.type()).asPrimitiveType());
        }
    }

    @Override
    public RowFiles open(ShapedTable table) {
        // never the same name twice, not even for two attempts at the same batch
        return new ParquetRowFiles(((LoadedIcebergTable) table).pinned(), intake + "-" + UUID.randomUUID());
    }

    @Override
    public boolean exist(List<DataFileHandle> files) {
        FileIO io = lastIo;
        if (io == null) {
            return false;
        }
        try {
            return files.stream()
                    .allMatch(file -> io.newInputFile(file.location()).exists());
        } catch (RuntimeException unknown) {
            // a file that cannot be seen is never committed; the batch can be written again
            return false;
        }
    }

    @Override
    public Post post(
            LoadedTable base, List<DataFileHandle> files, Map<String, String> summary, Map<String, String> properties) {
        return SingleCommit.post((LoadedIcebergTable) base, files, summary, properties);
    }

    private Load loaded(Table table) {
        // a metadata table of the same name is not the table
        if (!(table instanceof BaseTable base)) {
            return new Load.Absent();
        }
        TableOperations operations = base.operations();
        TableMetadata metadata = operations.current();
        if (metadata.formatVersion() < OLDEST_FORMAT) {
            return new Load.Failed(new Fault(
                    Fault.Kind.REFUSED,
                    "format-version-1",
                    "the table has format version 1; upgrade it: set the table property 'format-version' to 2"));
        }
        String scheme = metadata.location().toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("s3://") && !scheme.startsWith("s3a://")) {
            return new Load.Failed(
                    new Fault(Fault.Kind.REFUSED, "storage-unsupported", "the table does not lie in S3"));
        }
        lastIo = operations.io();
        return new Load.Present(new LoadedIcebergTable(intake, operations, metadata));
    }

    @Override
    public void close() {
        catalog.close();
        storage.close();
    }
}
