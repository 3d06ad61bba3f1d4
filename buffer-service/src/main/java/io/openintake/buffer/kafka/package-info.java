/** The ports on a Kafka cluster. */
@NullMarked
package io.openintake.buffer.kafka;

import org.jspecify.annotations.NullMarked;
