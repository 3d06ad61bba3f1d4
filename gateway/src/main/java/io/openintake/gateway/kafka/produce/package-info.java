/** Produce, and the ids of idempotent producers. */
@NullMarked
package io.openintake.gateway.kafka.produce;

import org.jspecify.annotations.NullMarked;
