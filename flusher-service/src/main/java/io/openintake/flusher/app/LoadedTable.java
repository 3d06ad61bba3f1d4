package io.openintake.flusher.app;

import io.openintake.flusher.domain.TableView;

/** One version of the table's metadata, as it was loaded; commits are built on it and on nothing newer. */
public interface LoadedTable {
    /** What the protocol looks at. */
    TableView view();
}
