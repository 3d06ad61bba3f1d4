package io.openintake.flusher.iceberg;

import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import org.apache.iceberg.DataFile;

/** A Parquet file that was written and closed. */
record IcebergDataFile(DataFile file) implements DataFileHandle {
    @Override
    public String location() {
        return file.location();
    }

    @Override
    public long rows() {
        return file.recordCount();
    }

    @Override
    public long bytes() {
        return file.fileSizeInBytes();
    }
}
