package io.openintake.flusher.iceberg;

import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.domain.schema.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Files;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.types.Types;

/** Writes a batch into local files, in a process whose heap is small; prints how many rows and files came of it. */
public final class WideBatch {
    private WideBatch() {}

    /**
     * @param arguments folder, columns, partitions, rows, characters of each value
     */
    public static void main(String[] arguments) {
        int columns = Integer.parseInt(arguments[1]);
        int partitions = Integer.parseInt(arguments[2]);
        int rows = Integer.parseInt(arguments[3]);
        String filling = "x".repeat(Integer.parseInt(arguments[4]));
        List<Types.NestedField> fields = new ArrayList<>();
        fields.add(Types.NestedField.optional(1, "p", Types.LongType.get()));
        for (int column = 1; column < columns; column++) {
            fields.add(Types.NestedField.optional(column + 1, "c" + column, Types.StringType.get()));
        }
        Schema schema = new Schema(fields);
        PartitionSpec spec = partitions == 1
                ? PartitionSpec.unpartitioned()
                : PartitionSpec.builderFor(schema).identity("p").build();
        TableMetadata metadata = TableMetadata.newTableMetadata(schema, spec, arguments[0], Map.of());
        BaseTable table = new BaseTable(new PinnedOperations(new LocalOperations(metadata), metadata), "wide");
        try (ParquetRowFiles files = new ParquetRowFiles(table, "batch")) {
            for (int number = 0; number < rows; number++) {
                List<Object> values = new ArrayList<>();
                // neighbours never go to the same partition
                values.add((long) (number % partitions));
                for (int column = 1; column < columns; column++) {
                    values.add(number + "-" + column + filling);
                }
                files.write(new Row(values));
            }
            List<DataFileHandle> finished = files.finish();
            System.out.println(
                    "rows=" + finished.stream().mapToLong(DataFileHandle::rows).sum() + " files=" + finished.size());
        }
    }

    private record LocalOperations(TableMetadata metadata) implements TableOperations {
        @Override
        public TableMetadata current() {
            return metadata;
        }

        @Override
        public TableMetadata refresh() {
            return metadata;
        }

        @Override
        public void commit(TableMetadata base, TableMetadata next) {
            throw new UnsupportedOperationException("nothing is committed here");
        }

        @Override
        public FileIO io() {
            return new LocalFiles();
        }

        @Override
        public String metadataFileLocation(String name) {
            return name;
        }

        @Override
        public LocationProvider locationProvider() {
            throw new UnsupportedOperationException("the pinned operations have their own");
        }
    }

    private static final class LocalFiles implements FileIO {
        @Override
        public InputFile newInputFile(String path) {
            return Files.localInput(path);
        }

        @Override
        public OutputFile newOutputFile(String path) {
            return Files.localOutput(Path.of(path).toFile());
        }

        @Override
        public void deleteFile(String path) {
            throw new UnsupportedOperationException("nothing is deleted here");
        }
    }
}
