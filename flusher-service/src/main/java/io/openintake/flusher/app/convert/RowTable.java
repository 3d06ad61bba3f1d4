package io.openintake.flusher.app.convert;

import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.app.IntakeTable;
import io.openintake.flusher.domain.schema.Row;
import java.util.List;

/** Port: a table that rows can be written for. */
public interface RowTable extends IntakeTable {
    /** Opens data files for rows of the table's current schema and spec; no file exists before there is a row. */
    RowFiles open(ShapedTable table);

    /** Data files in the making; {@link io.openintake.flusher.app.ConversionFailed} when the storage fails. */
    interface RowFiles extends AutoCloseable {
        void write(Row row);

        /** Closes all files and hands them over; nothing can be written after. */
        List<DataFileHandle> finish();

        /** Gives up what was not finished; deletes nothing. */
        @Override
        void close();
    }
}
