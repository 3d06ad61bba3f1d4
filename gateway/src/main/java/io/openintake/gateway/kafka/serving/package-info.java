/** What the handlers of all Kafka APIs share. */
@NullMarked
package io.openintake.gateway.kafka.serving;

import org.jspecify.annotations.NullMarked;
