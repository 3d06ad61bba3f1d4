/** Medians, spreads and quantiles, pure. */
@NullMarked
package io.openintake.benchmarks.statistics;

import org.jspecify.annotations.NullMarked;
