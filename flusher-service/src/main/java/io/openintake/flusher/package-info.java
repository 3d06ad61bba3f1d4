/** Flusher-service: batches from intake topics into Iceberg tables, exactly once. */
@NullMarked
package io.openintake.flusher;

import org.jspecify.annotations.NullMarked;
