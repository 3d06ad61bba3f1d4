/** Drives the flush through ports: the log, the table, the clock. */
@NullMarked
package io.openintake.flusher.app;

import org.jspecify.annotations.NullMarked;
