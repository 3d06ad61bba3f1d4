@NullMarked
package io.openintake.simulation.flusher;

import org.jspecify.annotations.NullMarked;
