/** Fetch, offsets and consumer groups, for dead-letter readers. */
@NullMarked
package io.openintake.gateway.kafka.read;

import org.jspecify.annotations.NullMarked;
