/** The processes that are measured: broker, gateway, pipe. */
@NullMarked
package io.openintake.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
