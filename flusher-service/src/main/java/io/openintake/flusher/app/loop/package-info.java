/** Decides what is flushed when, and tells how it fares. */
@NullMarked
package io.openintake.flusher.app.loop;

import org.jspecify.annotations.NullMarked;
