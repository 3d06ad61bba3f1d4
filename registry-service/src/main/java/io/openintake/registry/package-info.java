/** Wiring, configuration keys and meter names of registry-service. */
@NullMarked
package io.openintake.registry;

import org.jspecify.annotations.NullMarked;
