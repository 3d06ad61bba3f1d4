/** Strict JSON by Jackson: what it would let pass in silence is refused with a reason. */
@NullMarked
package io.openintake.flusher.json;

import org.jspecify.annotations.NullMarked;
