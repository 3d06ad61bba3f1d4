/** What the buffer decides: pure functions and values, without clock, broker or log. */
@NullMarked
package io.openintake.buffer.domain;

import org.jspecify.annotations.NullMarked;
