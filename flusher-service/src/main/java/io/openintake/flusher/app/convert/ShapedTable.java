package io.openintake.flusher.app.convert;

import io.openintake.flusher.app.LoadedTable;
import io.openintake.flusher.domain.schema.TableShape;

/** A loaded table with the columns that the conversion needs; what a {@link RowTable} loads. */
public interface ShapedTable extends LoadedTable {
    /** The current schema. */
    TableShape shape();
}
