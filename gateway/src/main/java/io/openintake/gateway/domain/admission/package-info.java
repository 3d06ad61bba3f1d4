/** Who may produce how much now: hourly rate and buffer of a runner, and the wait for them. */
@NullMarked
package io.openintake.gateway.domain.admission;

import org.jspecify.annotations.NullMarked;
