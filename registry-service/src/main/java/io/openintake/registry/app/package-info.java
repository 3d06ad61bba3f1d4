/** Use cases: load, decide, write; the outbox publisher and the removal loop. */
@NullMarked
package io.openintake.registry.app;

import org.jspecify.annotations.NullMarked;
