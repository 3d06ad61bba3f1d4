/** Drives one batch from bytes to rows and dead letters: read, judge, write. */
@NullMarked
package io.openintake.flusher.app.convert;

import org.jspecify.annotations.NullMarked;
