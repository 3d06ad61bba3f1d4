/** Requests and answers as bytes, by the message classes of kafka-clients. */
@NullMarked
package io.openintake.gateway.kafka.wire;

import org.jspecify.annotations.NullMarked;
