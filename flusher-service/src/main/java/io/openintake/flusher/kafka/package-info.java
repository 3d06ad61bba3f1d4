/** Slots, state log, intake topics and mirrors on Kafka. */
@NullMarked
package io.openintake.flusher.kafka;

import org.jspecify.annotations.NullMarked;
