/** How old a record is when it can be read from its table. */
@NullMarked
package io.openintake.benchmarks.freshness;

import org.jspecify.annotations.NullMarked;
