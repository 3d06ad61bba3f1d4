/** Pages through dead letters and keeps totals, through ports that it declares. */
@NullMarked
package io.openintake.dlq.app;

import org.jspecify.annotations.NullMarked;
