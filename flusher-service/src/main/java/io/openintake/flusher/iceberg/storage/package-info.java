/** The object store behind a table: connections by what the catalog lends, and nothing that could delete. */
@NullMarked
package io.openintake.flusher.iceberg.storage;

import org.jspecify.annotations.NullMarked;
