/** Performs one flush: effects of the domain on batch, table and log. */
@NullMarked
package io.openintake.flusher.app.flush;

import org.jspecify.annotations.NullMarked;
