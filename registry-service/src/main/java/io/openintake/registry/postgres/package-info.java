/** Definitions and outbox in PostgreSQL. */
@NullMarked
package io.openintake.registry.postgres;

import org.jspecify.annotations.NullMarked;
