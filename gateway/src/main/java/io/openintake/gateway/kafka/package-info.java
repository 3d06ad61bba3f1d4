/** The Kafka APIs that the gateway serves, one handler each. */
@NullMarked
package io.openintake.gateway.kafka;

import org.jspecify.annotations.NullMarked;
