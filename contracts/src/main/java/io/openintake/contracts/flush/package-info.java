/** The flusher's state, its table property and the dead letter headers: formats that others store. */
@NullMarked
package io.openintake.contracts.flush;

import org.jspecify.annotations.NullMarked;
