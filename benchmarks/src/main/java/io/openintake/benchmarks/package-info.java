/** Measurements: what OpenIntake costs beside doing without it. */
@NullMarked
package io.openintake.benchmarks;

import org.jspecify.annotations.NullMarked;
