/** Drives the decisions on one thread, through ports that it declares. */
@NullMarked
package io.openintake.buffer.app;

import org.jspecify.annotations.NullMarked;
