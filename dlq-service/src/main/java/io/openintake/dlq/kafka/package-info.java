/** The ports on a Kafka cluster. */
@NullMarked
package io.openintake.dlq.kafka;

import org.jspecify.annotations.NullMarked;
