/** How stored changes reach the other services: one publisher, in order, again until acknowledged. */
@NullMarked
package io.openintake.registry.app.outbox;

import org.jspecify.annotations.NullMarked;
