package io.openintake.flusher.iceberg;

import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.app.ConversionFailed;
import io.openintake.flusher.app.IntakeTable.Fault;
import io.openintake.flusher.app.convert.RowTable.RowFiles;
import io.openintake.flusher.domain.schema.Row;
import io.openintake.flusher.iceberg.storage.KeepingFileIO;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.apache.iceberg.types.TypeUtil;

/**
 * Parquet files by partition, within a budget of memory, because an open file holds pages of every column. Rows of a
 * partitioned table wait until there are many: they are written partition by partition, so that few files are open at a
 * time and few are written, in whatever order rows come.
 */
final class ParquetRowFiles implements RowFiles {
    /** What the open files of one flush may hold. */
    static final long OPEN_FILES_BYTES = 96L * 1024 * 1024;
    /** What its rows may hold that wait for others of their partition. */
    static final long WAITING_ROWS_BYTES = 32L * 1024 * 1024;

    /** An open file without rows, and each of its columns: as measured with 20 to 2,000 columns. */
    private static final long EMPTY_FILE_BYTES = 1024 * 1024;

    private static final long EMPTY_COLUMN_BYTES = 20 * 1024;
    /** Buffers grow by doubling. */
    private static final int HELD_PER_BUFFERED = 2;
    /** Between two looks at what the open files hold. */
    private static final long BYTES_BETWEEN_LOOKS = 4L * 1024 * 1024;

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
    private final long emptyFileBytes;
    private final Map<PartitionKey, List<Record>> waiting = new LinkedHashMap<>();
    // in order of last use
    private final Map<PartitionKey, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private final List<DataFileHandle> finished = new ArrayList<>();
    private long waitingBytes;
    private long bytesSinceLook;
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
        this.emptyFileBytes =
                EMPTY_FILE_BYTES + TypeUtil.indexById(schema.asStruct()).size() * EMPTY_COLUMN_BYTES;
    }

    @Override
    public void write(Row row) {
        Record record = Records.of(schema.asStruct(), row);
        long bytes = RowWeight.bytes(row);
        key.partition(internal.wrap(record));
        try {
            if (table.spec().isUnpartitioned()) {
                write(key, record, bytes);
                return;
            }
            List<Record> known = waiting.get(key);
            if (known == null) {
                known = new ArrayList<>();
                waiting.put(key.copy(), known);
            }
            known.add(record);
            waitingBytes += bytes;
            if (waitingBytes >= WAITING_ROWS_BYTES) {
                writeWaiting();
            }
        } catch (IOException | RuntimeException failed) {
            throw failed(failed);
        }
    }

    /** Those whose file is open first, or it would have to be closed for another one. */
    private void writeWaiting() throws IOException {
        long mean = waitingBytes
                / Math.max(1, waiting.values().stream().mapToLong(List::size).sum());
        List<PartitionKey> order = new ArrayList<>(waiting.keySet());
        order.sort(Comparator.comparing(partition -> !open.containsKey(partition)));
        for (PartitionKey partition : order) {
            for (Record record : waiting.getOrDefault(partition, List.of())) {
                write(partition, record, mean);
            }
            waiting.remove(partition);
        }
        waitingBytes = 0;
    }

    private void write(PartitionKey partition, Record record, long bytes) throws IOException {
        OpenFile file = open.get(partition);
        if (file == null) {
            file = open(partition.copy());
        }
        file.writer.write(record);
        if (++file.rows % ROWS_BETWEEN_SIZE_CHECKS == 0 && file.writer.length() >= TARGET_FILE_BYTES) {
            open.remove(partition);
            finish(file);
        }
        bytesSinceLook += bytes;
        if (bytesSinceLook >= BYTES_BETWEEN_LOOKS) {
            bytesSinceLook = 0;
            keepToBudget();
        }
    }

    /** The file that holds most is finished first: that makes the most room, and the fewest small files. */
    private void keepToBudget() throws IOException {
        while (open.size() > 1
                && open.values().stream().mapToLong(this::heldBytes).sum() > OPEN_FILES_BYTES) {
            PartitionKey largest = Collections.max(
                            open.entrySet(), Comparator.comparingLong(each -> heldBytes(each.getValue())))
                    .getKey();
            OpenFile file = Objects.requireNonNull(open.remove(largest));
            finish(file);
        }
    }

    /** What of it is in memory is not told: never more than a row group. */
    private long heldBytes(OpenFile file) {
        return emptyFileBytes + HELD_PER_BUFFERED * Math.min(file.writer.length(), rowGroupBytes());
    }

    private int rowGroupBytes() {
        return table.spec().isPartitioned() ? ROW_GROUP_BYTES_OF_MANY : ROW_GROUP_BYTES;
    }

    private OpenFile open(PartitionKey partition) throws IOException {
        if (++files > MAX_FILES) {
            throw new ConversionFailed(new Fault(
                    Fault.Kind.REFUSED,
                    "too-many-partitions",
                    "one batch falls into more than " + MAX_FILES + " files: partition by something coarser"));
        }
        if (open.size() >= Math.min(MAX_OPEN_FILES, Math.max(1, OPEN_FILES_BYTES / emptyFileBytes))) {
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
                .set(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(rowGroupBytes()))
                // a hundred large rows would already be more than a row group
                .set(TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT, "1")
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
            writeWaiting();
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
        if (table.io() instanceof KeepingFileIO keeping) {
            keeping.givingUp(this::closeOpen);
        } else {
            closeOpen();
        }
        waiting.clear();
    }

    private void closeOpen() {
        for (OpenFile file : open.values()) {
            try {
                file.writer.close();
            } catch (IOException | RuntimeException alreadyGivenUp) {
                // the failure that led here is on its way
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
