package io.openintake.flusher.iceberg;

import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.app.ConversionFailed;
import io.openintake.flusher.app.IntakeTable.Fault;
import io.openintake.flusher.app.convert.RowTable.RowFiles;
import io.openintake.flusher.domain.schema.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.parquet.Parquet;

/** Parquet files by partition; few are open at a time, because each open one holds pages of every column in memory. */
final class ParquetRowFiles implements RowFiles {
    private static final long TARGET_FILE_BYTES = 128L * 1024 * 1024;
    private static final int ROWS_BETWEEN_SIZE_CHECKS = 1_000;
    private static final int MAX_OPEN_FILES = 32;
    /** Beyond this the partitioning makes about a file per row. */
    private static final int MAX_FILES = 10_000;

    private static final int BLOOM_FILTER_BYTES = 1 << 20;
    private static final int ROW_GROUP_BYTES = 32 * 1024 * 1024;
    private static final int ROW_GROUP_BYTES_OF_MANY = 8 * 1024 * 1024;

    private final BaseTable table;
    private final Schema schema;
    private final PartitionKey key;
    private final InternalRecordWrapper internal;
    private final LocationProvider locations;
    private final String namePrefix;
    // in order of last use
    private final Map<PartitionKey, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private final List<DataFileHandle> finished = new ArrayList<>();
    private int files;

    /**
     * @param namePrefix makes file names unique: nothing is ever overwritten
     */
    ParquetRowFiles(BaseTable table, String namePrefix) {
        this.table = table;
        this.schema = table.schema();
        this.key = new PartitionKey(table.spec(), schema);
        this.internal = new InternalRecordWrapper(schema.asStruct());
        this.locations = table.locationProvider();
        this.namePrefix = namePrefix;
    }

    @Override
    public void write(Row row) {
        Record record = Records.of(schema.asStruct(), row);
        key.partition(internal.wrap(record));
        try {
            OpenFile file = open.get(key);
            if (file == null) {
                file = open(key.copy());
            }
            file.writer.write(record);
            if (++file.rows % ROWS_BETWEEN_SIZE_CHECKS == 0 && file.writer.length() >= TARGET_FILE_BYTES) {
                open.remove(key);
                finish(file);
            }
        } catch (IOException | RuntimeException failed) {
            throw failed(failed);
        }
    }

    private OpenFile open(PartitionKey partition) throws IOException {
        if (++files > MAX_FILES) {
            throw new ConversionFailed(new Fault(
                    Fault.Kind.REFUSED,
                    "too-many-partitions",
                    "one batch falls into more than " + MAX_FILES + " files: partition by something coarser"));
        }
        if (open.size() == MAX_OPEN_FILES) {
            Iterator<OpenFile> leastUsed = open.values().iterator();
            OpenFile idle = leastUsed.next();
            leastUsed.remove();
            finish(idle);
        }
        boolean isPartitioned = table.spec().isPartitioned();
        String name = namePrefix + "-" + "%05d".formatted(files) + ".parquet";
        String location = isPartitioned
                ? locations.newDataLocation(table.spec(), partition, name)
                : locations.newDataLocation(name);
        Parquet.DataWriteBuilder builder = Parquet.writeData(table.io().newOutputFile(location))
                .forTable(table)
                .createWriterFunc(GenericParquetWriter::create)
                .withSpec(table.spec())
                // memory is ours to bound, whatever the table's properties say
                .set(
                        TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
                        Integer.toString(isPartitioned ? ROW_GROUP_BYTES_OF_MANY : ROW_GROUP_BYTES))
                .set(TableProperties.PARQUET_BLOOM_FILTER_MAX_BYTES, Integer.toString(BLOOM_FILTER_BYTES))
                .set(
                        TableProperties.PARQUET_PAGE_SIZE_BYTES,
                        Integer.toString(TableProperties.PARQUET_PAGE_SIZE_BYTES_DEFAULT))
                .set(
                        TableProperties.PARQUET_DICT_SIZE_BYTES,
                        Integer.toString(TableProperties.PARQUET_DICT_SIZE_BYTES_DEFAULT));
        OpenFile file = new OpenFile((isPartitioned ? builder.withPartition(partition) : builder).build());
        open.put(partition, file);
        return file;
    }

    @Override
    public List<DataFileHandle> finish() {
        try {
            for (OpenFile file : open.values()) {
                finish(file);
            }
            open.clear();
            return List.copyOf(finished);
        } catch (IOException | RuntimeException failed) {
            throw failed(failed);
        }
    }

    private void finish(OpenFile file) throws IOException {
        file.writer.close();
        finished.add(new IcebergDataFile(file.writer.toDataFile()));
    }

    @Override
    public void close() {
        for (OpenFile file : open.values()) {
            try {
                file.writer.close();
            } catch (IOException | RuntimeException alreadyGivenUp) {
                // what was written of it stays behind as an orphan; the failure that led here is on its way
            }
        }
        open.clear();
    }

    private static ConversionFailed failed(Exception failure) {
        return failure instanceof ConversionFailed known ? known : new ConversionFailed(Faults.of(failure), failure);
    }

    private static final class OpenFile {
        private final DataWriter<Record> writer;
        private long rows;

        OpenFile(DataWriter<Record> writer) {
            this.writer = writer;
        }
    }
}
