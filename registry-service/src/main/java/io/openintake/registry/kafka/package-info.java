/** Mirrors of what others report, offsets, commands and the sending end of the outbox. */
@NullMarked
package io.openintake.registry.kafka;

import org.jspecify.annotations.NullMarked;
