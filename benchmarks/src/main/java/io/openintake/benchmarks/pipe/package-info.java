/** A proxy that knows nothing of Kafka: the floor. */
@NullMarked
package io.openintake.benchmarks.pipe;

import org.jspecify.annotations.NullMarked;
