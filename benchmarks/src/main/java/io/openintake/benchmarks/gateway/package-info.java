/** The benchmark of the gateway. */
@NullMarked
package io.openintake.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
