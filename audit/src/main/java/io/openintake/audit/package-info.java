/** Recomputes from the outside that every message of an intake is in exactly one place. */
@NullMarked
package io.openintake.audit;

import org.jspecify.annotations.NullMarked;
