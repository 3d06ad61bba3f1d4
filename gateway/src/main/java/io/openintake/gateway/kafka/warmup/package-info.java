/** What the gateway does with itself before it lets clients in: a fresh JVM is too slow for impatient ones. */
@NullMarked
package io.openintake.gateway.kafka.warmup;

import org.jspecify.annotations.NullMarked;
