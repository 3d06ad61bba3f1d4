/** The load generator, in a process of its own. */
@NullMarked
package io.openintake.benchmarks.load;

import org.jspecify.annotations.NullMarked;
